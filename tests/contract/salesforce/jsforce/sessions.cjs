"use strict";

// Ways in, sessions that end, and ways out. It comes last: it ends everybody's session.

const THREE_HOURS_S = 3 * 3600;
const counted = async (conn) => (await conn.query("SELECT Id FROM Order")).totalSize;
const passed = ({ admin }) => admin("clock", { advance_s: THREE_HOURS_S });
const bySoap = { version: "60.0" };

function refusal(promise) {
  return promise.then(
    () => null,
    ({ name, message }) => ({ name, message }),
  );
}

module.exports = {
  async clientCredentials({ entered }) {
    const conn = await entered();
    return { url: conn.instanceUrl, user: conn.userInfo };
  },

  async wrongSecret({ jsforce, app }) {
    const oauth2 = { ...app, clientSecret: "wrong" };
    return new jsforce.Connection({ oauth2, loginUrl: app.loginUrl }).authorize({ grant_type: "client_credentials" });
  },

  async endedSession({ jsforce, org, version }) {
    const conn = new jsforce.Connection({ instanceUrl: org.url, accessToken: "ended", version });
    return conn.query("SELECT Id FROM Account");
  },

  async refreshed(world) {
    const { jsforce, org, app, version } = world;
    const known = { instanceUrl: org.url, refreshToken: org.refresh_token, accessToken: "ended" };
    const conn = new jsforce.Connection({ oauth2: { ...app }, version, ...known });
    let refreshes = 0;
    conn.on("refresh", () => (refreshes += 1));
    const first = await counted(conn);
    await passed(world);
    const together = await Promise.all([counted(conn), counted(conn)]);
    return { first, second: together[0], third: together[1], refreshes };
  },

  async wrongRefreshToken({ jsforce, org, app, version }) {
    const known = { instanceUrl: org.url, refreshToken: "wrong", accessToken: "ended" };
    return counted(new jsforce.Connection({ oauth2: { ...app }, version, ...known }));
  },

  async soapLogin(world) {
    const { jsforce, org } = world;
    const conn = new jsforce.Connection({ loginUrl: org.url, ...bySoap });
    const user = await conn.login(org.username, org.password + org.security_token);
    const first = await counted(conn);
    await passed(world);
    const second = await counted(conn);
    const { username } = await conn.identity();
    const session = { instanceUrl: org.url, sessionId: conn.accessToken, ...bySoap };
    await conn.logout();
    const after = await refusal(counted(new jsforce.Connection(session)));
    return { user, first, second, username, after };
  },

  async soapUserInfo({ jsforce, org }) {
    const conn = new jsforce.Connection({ loginUrl: org.url, ...bySoap });
    await conn.login(org.username, org.password + org.security_token);
    const { userName, organizationId, sessionSecondsValid } = await conn.soap.getUserInfo();
    const { timestamp } = await conn.soap.getServerTimestamp();
    return { userName, organizationId, sessionSecondsValid, timestamp };
  },

  async soapWithoutSession({ jsforce, org }) {
    const known = { instanceUrl: org.url, accessToken: "ended", ...bySoap };
    return new jsforce.Connection(known).soap.getUserInfo();
  },

  async soapWithoutToken({ jsforce, org }) {
    const conn = new jsforce.Connection({ loginUrl: org.url, ...bySoap });
    return conn.login(org.username, org.password);
  },

  async soapInALaterVersion({ jsforce, org }) {
    const conn = new jsforce.Connection({ loginUrl: org.url, version: "65.0" });
    return conn.login(org.username, org.password + org.security_token);
  },

  async passwordFlow({ jsforce, org, app, version }) {
    const conn = new jsforce.Connection({ oauth2: { ...app }, version });
    const { id } = await conn.login(org.username, org.password + org.security_token);
    return { id, count: await counted(conn) };
  },

  async wrongPassword({ jsforce, org, app, version }) {
    return new jsforce.Connection({ oauth2: { ...app }, version }).login(org.username, "wrong");
  },

  async loggedOut({ jsforce, org, entered, version }) {
    const conn = await entered();
    const { accessToken } = conn;
    await conn.logout();
    return counted(new jsforce.Connection({ instanceUrl: org.url, accessToken, version }));
  },

  async loggedOutTwice({ jsforce, app }) {
    return new jsforce.OAuth2(app).revokeToken("never issued");
  },

  async refreshTokenRevoked({ jsforce, org, app, version }) {
    await new jsforce.OAuth2(app).revokeToken(org.refresh_token);
    const known = { instanceUrl: org.url, refreshToken: org.refresh_token, accessToken: "ended" };
    return counted(new jsforce.Connection({ oauth2: { ...app }, version, ...known }));
  },
};
