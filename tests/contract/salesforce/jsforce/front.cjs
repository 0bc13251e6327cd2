"use strict";

// The hosts that the vendor has, reached through the front that the environment names.

const jsforce = require("jsforce");

const org = JSON.parse(process.env.ORG);
const counted = async (conn) => (await conn.query("SELECT Id FROM Order")).totalSize;

async function main() {
  const app = { clientId: org.client_id, clientSecret: org.client_secret };
  const mine = { loginUrl: org.my_domain, ...app };
  const byApp = new jsforce.Connection({ oauth2: mine, version: "67.0" });
  await byApp.authorize({ grant_type: "client_credentials" });
  const bySoap = new jsforce.Connection({ version: "60.0" });
  const user = await bySoap.login(org.username, org.password);
  const known = { instanceUrl: org.my_domain, accessToken: "ended", version: "67.0" };
  const refreshing = new jsforce.Connection({ oauth2: app, refreshToken: org.refresh_token, ...known });
  const told = {
    byApp: { url: byApp.instanceUrl, count: await counted(byApp) },
    bySoap: { url: bySoap.instanceUrl, user: user.url, count: await counted(bySoap) },
    refreshing: { count: await counted(refreshing) },
  };
  process.stdout.write(JSON.stringify(told));
}

main();
