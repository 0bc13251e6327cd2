"use strict";

// Runs every check on the org that the environment names, and prints what each one returned or
// what it was refused with: {"room": {"check": {"value": ...} or {"refused": {...}}}}.

const jsforce = require("jsforce");

const org = JSON.parse(process.env.ORG);
const version = "67.0";
const app = { loginUrl: org.url, clientId: org.client_id, clientSecret: org.client_secret };

async function entered(options = {}) {
  const conn = new jsforce.Connection({ oauth2: { ...app }, loginUrl: org.url, version, ...options });
  await conn.authorize({ grant_type: "client_credentials" });
  return conn;
}

async function admin(path, body) {
  const answer = await fetch(`${org.url}/_sandbox/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  return answer.json();
}

async function outcome(check, world) {
  try {
    return { value: (await check(world)) ?? null };
  } catch (error) {
    return { refused: { name: error.name, says: error.message } };
  }
}

async function main() {
  const world = { jsforce, org, app, version, entered, admin, conn: await entered() };
  const told = {};
  for (const room of ["descriptions", "records", "queries", "bulk", "sessions"]) {
    told[room] = {};
    for (const [name, check] of Object.entries(require(`./${room}.cjs`))) {
      told[room][name] = await outcome(check, world);
    }
  }
  process.stdout.write(JSON.stringify(told));
}

main();
