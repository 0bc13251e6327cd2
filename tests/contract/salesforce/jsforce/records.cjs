"use strict";

// Records one by one, and in collections of up to 200.

const missing = "001000000000000AAA";

module.exports = {
  async oneByOne({ conn }) {
    const accounts = conn.sobject("Account");
    const made = await accounts.create({ Name: "First" });
    const changed = await accounts.update({ Id: made.id, Name: "Second" });
    const read = await accounts.retrieve(made.id);
    const short = await accounts.retrieve(made.id.slice(0, 15), { fields: ["Name"] });
    const gone = await accounts.destroy(made.id);
    const { name, errorCode } = await accounts.retrieve(made.id).catch((error) => error);
    return { made, changed, read, short, gone, after: { name, errorCode } };
  },

  async collections({ conn }) {
    const names = ["One", "Two", "Three"];
    const made = await conn.create("Account", names.map((Name) => ({ Name })));
    const ids = made.map((each) => each.id);
    const changed = await conn.update("Account", ids.map((Id) => ({ Id, Description: "both" })));
    const read = await conn.retrieve("Account", [...ids, missing], {
      fields: ["Id", "Name", "Description"],
    });
    const gone = await conn.destroy("Account", ids);
    return { made, changed, read, gone, ids };
  },

  async moreThanTwoHundred({ conn }) {
    const many = Array.from({ length: 201 }, (_, number) => ({ Name: `Many ${number}` }));
    const made = await conn.create("Account", many, { allowRecursive: true });
    const gone = await conn.destroy(
      "Account",
      made.map((each) => each.id),
      { allowRecursive: true },
    );
    return [made, gone].map((results) => results.filter((each) => each.success).length);
  },

  async someOfThemWrong({ conn }) {
    return conn.create("Account", [{ Name: "Good" }, { Name: "Bad", Nothing__c: 1 }, {}]);
  },

  async allOrNone({ conn }) {
    const records = [{ Name: "Never there" }, { Nothing__c: 1 }];
    const results = await conn.create("Account", records, { allOrNone: true });
    const found = await conn.query("SELECT Id FROM Account WHERE Name = 'Never there'");
    return { results, found: found.totalSize };
  },

  async upsertOne({ conn }) {
    const quotes = conn.sobject("SBQQ__Quote__c");
    const first = await quotes.upsert({ SBQQ__Key__c: "K1", SBQQ__Status__c: "Draft" }, "SBQQ__Key__c");
    const second = await quotes.upsert({ SBQQ__Key__c: "K2" }, "SBQQ__Key__c");
    const again = await quotes.upsert({ SBQQ__Key__c: "K2", SBQQ__Status__c: "Approved" }, "SBQQ__Key__c");
    return { first, second, again };
  },

  async upsertMany({ conn }) {
    const records = [
      { SBQQ__Key__c: "M1", SBQQ__Status__c: "Draft" },
      { SBQQ__Key__c: "M2", Nothing__c: 1 },
    ];
    const quotes = conn.sobject("SBQQ__Quote__c");
    const first = await quotes.upsert(records, "SBQQ__Key__c");
    const again = await quotes.upsert(records.slice(0, 1), "SBQQ__Key__c");
    return { first, again };
  },

  async composite({ conn }) {
    const account = { Name: "Of one call" };
    const answer = await conn.requestPost("/composite", {
      allOrNone: true,
      compositeRequest: [
        { method: "POST", url: "/services/data/v67.0/sobjects/Account", referenceId: "made", body: account },
        { method: "GET", url: "/services/data/v67.0/sobjects/Account/@{made.id}", referenceId: "read" },
      ],
    });
    return answer.compositeResponse.map(({ httpStatusCode, referenceId, body, httpHeaders }) => ({
      httpStatusCode,
      referenceId,
      httpHeaders,
      name: body.Name ?? null,
    }));
  },

  async batch({ conn }) {
    const answer = await conn.requestPost("/composite/batch", {
      batchRequests: [
        { method: "GET", url: "v67.0/limits" },
        { method: "GET", url: "v67.0/sobjects/Account/001000000000000AAA" },
      ],
    });
    return { hasErrors: answer.hasErrors, statuses: answer.results.map((each) => each.statusCode) };
  },

  async tree({ conn }) {
    return conn.requestPost("/composite/tree/Account", {
      records: [{ attributes: { type: "Account", referenceId: "a" }, Name: "Of a tree" }],
    });
  },

  async notFound({ conn }) {
    return conn.sobject("Account").retrieve(missing);
  },

  async unknownField({ conn }) {
    return conn.sobject("Account").create({ Name: "A", Nothing__c: 1 });
  },

  async missingField({ conn }) {
    return conn.sobject("Account").create({});
  },

  async malformedId({ conn }) {
    return conn.sobject("Contact").create({ LastName: "A", AccountId: "nonsense" });
  },
};
