"use strict";

// Queries, their pages, and what is said of those that cannot be run.

const ALL = "SELECT Id, Name FROM Account WHERE Name LIKE 'Account %' ORDER BY Name";
const small = { headers: { "Sforce-Query-Options": "batchSize=200" } };

module.exports = {
  async onePage({ conn }) {
    const { totalSize, done, nextRecordsUrl, records } = await conn.query(ALL, small);
    return { totalSize, done, more: nextRecordsUrl !== undefined, count: records.length };
  },

  async fetchedToTheEnd({ conn }) {
    const found = await conn.query(ALL, { ...small, autoFetch: true, maxFetch: 10000 });
    return { done: found.done, names: found.records.map((each) => each.Name) };
  },

  async pageByPage({ conn }) {
    const sizes = [];
    let page = await conn.query(ALL, small);
    sizes.push(page.records.length);
    while (!page.done) {
      page = await conn.queryMore(page.nextRecordsUrl);
      sizes.push(page.records.length);
    }
    return sizes;
  },

  async asEvents({ conn }) {
    const names = [];
    await new Promise((resolve, reject) => {
      const query = conn.query(ALL, small);
      query.on("record", (each) => names.push(each.Name));
      query.on("end", resolve).on("error", reject);
      query.run({ autoFetch: true, maxFetch: 10000 });
    });
    return names.length;
  },

  async built({ conn }) {
    return conn
      .sobject("Account")
      .find({ Name: { $in: ["Account 00003", "Account 00005"] } }, "Id, Name")
      .sort({ Name: -1 })
      .limit(2)
      .execute();
  },

  async parents({ conn }) {
    const soql = "SELECT Product2.Name, Order.Account.Name FROM OrderItem ORDER BY Product2.Name";
    return (await conn.query(soql)).records;
  },

  async children({ conn }) {
    const soql = "SELECT OrderNumber, (SELECT Quantity FROM OrderItems) FROM Order";
    return (await conn.query(soql)).records;
  },

  async counted({ conn }) {
    const counted = await conn.query("SELECT COUNT() FROM Account WHERE Name LIKE 'Account %'");
    const rows = await conn.query("SELECT COUNT(Id) many FROM Account WHERE Name LIKE 'Account %'");
    return { total: counted.totalSize, records: counted.records, many: rows.records[0].many };
  },

  async withTheRecycleBin({ conn }) {
    const made = await conn.sobject("Account").create({ Name: "Thrown away" });
    await conn.sobject("Account").destroy(made.id);
    const soql = "SELECT Id, IsDeleted FROM Account WHERE Name = 'Thrown away'";
    const all = await conn.query(soql, { scanAll: true });
    return { living: (await conn.query(soql)).totalSize, all: all.records[0].IsDeleted };
  },

  async moments({ conn }) {
    return (await conn.query("SELECT CreatedDate FROM Order LIMIT 1")).records[0].CreatedDate;
  },

  async expiredLocator({ conn }) {
    return conn.queryMore("/services/data/v67.0/query/01g000000000000AAA-200");
  },

  async unknownColumn({ conn }) {
    return conn.query("SELECT Nothing FROM Account");
  },

  async unknownObject({ conn }) {
    return conn.query("SELECT Id FROM Nothing");
  },

  async malformed({ conn }) {
    return conn.query("SELECT Id FROM Account WHERE");
  },
};
