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

  async refusedQuery({ conn }) {
    return conn.bulk2.query("SELECT COUNT(Id) FROM Account", patience);
  },
};
