"use strict";

// What the org tells of itself and of the caller.

module.exports = {
  async identity({ conn }) {
    const { user_id, organization_id, username, id } = await conn.identity();
    return { user_id, organization_id, username, same: id === conn.userInfo.url };
  },

  async identityWithoutLogin({ conn, jsforce, org, version }) {
    const known = { instanceUrl: org.url, accessToken: conn.accessToken, version };
    return (await new jsforce.Connection(known).identity()).username;
  },

  async objects({ conn }) {
    const { maxBatchSize, encoding, sobjects } = await conn.describeGlobal();
    const account = sobjects.find((each) => each.name === "Account");
    return { maxBatchSize, encoding, count: sobjects.length, account };
  },

  async order({ conn }) {
    const { fields, childRelationships, keyPrefix } = await conn.describe("Order");
    const status = fields.find((field) => field.name === "Status");
    const items = childRelationships.find((each) => each.childSObject === "OrderItem");
    return { keyPrefix, status, items, names: fields.map((field) => field.name) };
  },

  async describedByTheObject({ conn }) {
    return (await conn.sobject("OrderItem").describe()).name;
  },

  async limits({ conn }) {
    const { DailyApiRequests } = await conn.limits();
    return { ...DailyApiRequests, told: conn.limitInfo.apiUsage };
  },

  async updated({ conn }) {
    const { ids, latestDateCovered } = await conn.sobject("Order").updated(
      "2026-05-31T00:00:00Z",
      "2026-06-02T00:00:00Z",
    );
    return { count: ids.length, latestDateCovered };
  },

  async deleted({ conn }) {
    return conn.sobject("Order").deleted("2026-05-31T00:00:00Z", "2026-06-02T00:00:00Z");
  },

  async recent({ conn }) {
    return { all: await conn.recent(5), ofOne: await conn.recent("Account") };
  },

  async resources({ conn }) {
    return Object.keys(await conn.request("/"));
  },

  async versions({ conn }) {
    const listed = await conn.request("/services/data");
    return listed.map((each) => each.version);
  },

  async unknownObject({ conn }) {
    return conn.describe("Nothing__c");
  },

  async unknownResource({ conn }) {
    return conn.request("/nothing/at/all");
  },

  async unknownVersion({ conn }) {
    return conn.request("/services/data/v999.0/limits");
  },
};
