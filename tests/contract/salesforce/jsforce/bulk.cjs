"use strict";

// Bulk API 2.0.

const patience = { pollTimeout: 10000, pollInterval: 20 };

module.exports = {
  async query({ conn }) {
    conn.bulk2.pollInterval = patience.pollInterval;
    const stream = await conn.bulk2.query(
      "SELECT Id, Name, AnnualRevenue FROM Account WHERE Name LIKE 'Account %' ORDER BY Name",
      patience,
    );
    return stream.toArray();
  },

  async queryWithTheRecycleBin({ conn }) {
    const made = await conn.sobject("Account").create({ Name: "In the bin" });
    await conn.sobject("Account").destroy(made.id);
    const soql = "SELECT IsDeleted FROM Account WHERE Name = 'In the bin'";
    const all = await conn.bulk2.query(soql, { ...patience, scanAll: true });
    return all.toArray();
  },

  async load({ conn }) {
    const input = [
      { SBQQ__Key__c: "B1", SBQQ__Status__c: "Draft" },
      { SBQQ__Key__c: "B".repeat(81), SBQQ__Status__c: "Draft" },
    ];
    const upsert = { object: "SBQQ__Quote__c", operation: "upsert", externalIdFieldName: "SBQQ__Key__c" };
    return conn.bulk2.loadAndWaitForResults({ ...upsert, input, ...patience });
  },

  async loadStepByStep({ conn }) {
    const job = conn.bulk2.createJob({ object: "Account", operation: "insert" });
    await job.open();
    await job.uploadData("Name\nOf a job\n");
    await job.close();
    await job.poll(patience.pollInterval, patience.pollTimeout);
    const { state, numberRecordsProcessed } = await job.check();
    const [done] = await job.getSuccessfulResults();
    const unprocessed = await job.getUnprocessedRecords();
    await job.delete();
    const gone = await job.check().catch((error) => error.name);
    return { state, numberRecordsProcessed, done, unprocessed, gone };
  },

  async refusedJob({ conn }) {
    return conn.bulk2.createJob({ object: "Nothing__c", operation: "insert" }).open();
  },

  async refusedQuery({ conn }) {
    return conn.bulk2.query("SELECT COUNT(Id) FROM Account", patience);
  },
};
