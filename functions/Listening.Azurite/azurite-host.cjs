// Runs Azurite's queue and table service for one owner, and saves when the owner goes.
//
// Azurite's own command saves each database every five seconds, which costs more the more rows there are, and stops
// at the first Ctrl-C, which reaches the whole process group: what the owner still writes while it stops would be
// refused or lost. Killed, it loses what it acknowledged since the last save. So its servers run in this process,
// set up as in its own command, and stop only when standard input ends. The system closes that pipe however the owner ends, by SIGKILL too.
// Meanwhile all databases are saved together, as they were at one moment, and the less often the longer a save takes.
//
// The messages between this script and its owner (AzuriteProcess.cs), one JSON object a line:
//   out  {"azurite":"waiting","control":PORT}            no data was opened yet
//   in   {"data":FOLDER or null}                         null keeps everything in memory
//   out  {"azurite":"ready","queue":PORT,"table":PORT}
//   out  {"azurite":"failed","reason":"damaged", "incomplete" or "unusable","detail":TEXT}
"use strict";

const fs = require("fs");
const net = require("net");
const path = require("path");

const HOST = "127.0.0.1";
const [token] = process.argv.slice(2);

// Longer than an HTTP client keeps an idle connection (.NET: a minute), so that the client closes it and no
// request is sent on a connection that is being closed here.
const KEEP_ALIVE_SECONDS = 120;
const DRAIN_MILLISECONDS = 2000;

// Saves stop everything else, so they may take a twentieth of the time; but nobody should lose more than a minute of work.
const SAVE_SHARE = 20;
const [MIN_SAVE_MILLISECONDS, MAX_SAVE_MILLISECONDS] = [5000, 60000];

// Characters of a database that are written or read at once.
const FILE_CHUNK = 4 * 1024 * 1024;

// With other accounts than the well-known one, the connection string would not be valid.
delete process.env.AZURITE_ACCOUNTS;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK"]) {
  process.on(signal, () => {});
}

// Once the owner has ended, writes fail, and that must not end this process before it has saved.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

const send = (message) => new Promise((sent) => process.stdout.write(JSON.stringify(message) + "\n", sent));
const logError = (error) => process.stderr.write(`${error.message}\n`);

/** A module of the installed Azurite. */
const azurite = (part) => require(`azurite/dist/src/${part}`);

/** The arguments that both configurations share after their paths: quiet, strict, any API version. */
const commonArguments = (inMemory) => [
  false, // loose
  true, // skipApiVersionCheck
  "", "", "", // cert, key, pwd
  undefined, // oauth
  false, // disableProductStyleUrl
  inMemory,
];

function queueService(folder) {
  const Configuration = azurite("queue/QueueConfiguration").default;
  const Server = azurite("queue/QueueServer").default;
  const constants = azurite("queue/utils/constants");
  const at = (file) => path.join(folder ?? "", file);
  const [database, extents] = [at(constants.DEFAULT_QUEUE_LOKI_DB_PATH), at(constants.DEFAULT_QUEUE_EXTENT_LOKI_DB_PATH)];
  const persistence = constants.DEFAULT_QUEUE_PERSISTENCE_ARRAY.map((store) => ({ ...store, locationPath: at(store.locationPath) }));
  const configuration = new Configuration(
    HOST, 0, KEEP_ALIVE_SECONDS, database, extents, persistence, false, undefined, false, undefined,
    ...commonArguments(folder === null));
  return tracked("queue", new Server(configuration), persistence.map(({ locationPath }) => locationPath));
}

function tableService(folder) {
  const Configuration = azurite("table/TableConfiguration").default;
  const Server = azurite("table/TableServer").default;
  const database = path.join(folder ?? "", azurite("table/utils/constants").DEFAULT_TABLE_LOKI_DB_PATH);
  const configuration = new Configuration(
    HOST, 0, KEEP_ALIVE_SECONDS, database, false, false, undefined, undefined, ...commonArguments(folder === null));
  return tracked("table", new Server(configuration), []);
}

/**
 * The rows of a LokiJS collection by partition and row key. Azurite looks at all rows of the partition for each that it reads or
 * writes, and at all of the table for each query; and each of LokiJS's own indexes makes every insertion slower than the one before.
 */
function partitionsOf(collection) {
  if (collection.partitions !== undefined) {
    return collection.partitions;
  }
  const partitions = new Map();
  const set = (row) => {
    const rows = partitions.get(row.PartitionKey) ?? new Map();
    partitions.set(row.PartitionKey, rows.set(row.RowKey, row));
  };
  collection.data.forEach(set);
  collection.on(["insert", "update"], set);
  collection.on("delete", (row) => {
    const rows = partitions.get(row.PartitionKey);
    rows.delete(row.RowKey);
    if (rows.size === 0) {
      partitions.delete(row.PartitionKey);
    }
  });
  collection.binaryIndices = {};
  collection.findOne = ({ PartitionKey, RowKey }) => partitions.get(PartitionKey)?.get(RowKey) ?? null;
  // It is no part of what is saved.
  return Object.defineProperty(collection, "partitions", { value: partitions }).partitions;
}

/** As much of LokiJS's result set as Azurite uses to answer a table query. */
const select = (rows) => ({
  where: (test) => select(rows.filter(test)),
  sort: (compare) => select([...rows].sort(compare)),
  limit: (count) => select(rows.slice(0, count)),
  data: () => rows,
});

/** Whether a partition may hold rows that a table query's filter allows. */
function partitionTest(filter, from) {
  const strings = /'(?:[^']|'')*'/g;
  if (filter === undefined || /\b(?:or|not)\b/.test(filter.replace(strings, "''"))) {
    return () => true;
  }
  const bound = (operators) => {
    const match = new RegExp(`\\bPartitionKey (?:${operators}) ('(?:[^']|'')*')`).exec(filter);
    return match?.[1].slice(1, -1).replaceAll("''", "'");
  };
  const [equal, low, high] = [bound("eq"), bound("g[et]"), bound("l[et]")];
  return (key) =>
    (equal === undefined || key === equal) && (low === undefined || key >= low) && (high === undefined || key <= high)
    && (from === undefined || key >= from);
}

/** Makes the time that a request takes independent of how many rows and messages there are beside those it asks for. */
function useIndexes() {
  const Tables = azurite("table/persistence/LokiTableMetadataStore").default.prototype;
  const { getEntityCollection, queryTableEntities } = Tables;
  Tables.getEntityCollection = function (...args) {
    const collection = getEntityCollection.apply(this, args);
    partitionsOf(collection);
    return collection;
  };
  Tables.queryTableEntities = function (context, account, table, options, nextPartition, nextRow) {
    const isWanted = partitionTest(options.filter, this.decodeContinuationHeader(nextPartition));
    const narrowed = Object.create(this, {
      getEntityCollection: {
        value: (...args) => {
          const partitions = [...partitionsOf(getEntityCollection.apply(this, args))].filter(([key]) => isWanted(key));
          return { chain: () => select(partitions.flatMap(([, rows]) => [...rows.values()])) };
        },
      },
    });
    return queryTableEntities.call(narrowed, context, account, table, options, nextPartition, nextRow);
  };

  const Queues = azurite("queue/persistence/LokiQueueMetadataStore").default.prototype;
  const { init } = Queues;
  Queues.init = async function (...args) {
    await init.apply(this, args);
    lookUpMessages(this.db.getCollection(this.MESSAGES_COLLECTION));
  };
}

/**
 * Has LokiJS look up messages by their id or queue. It takes a query's properties in their order and uses an index for the first
 * only, which Azurite makes the account: all messages, those that nobody has read yet too.
 */
function lookUpMessages(collection) {
  const { chain, remove } = Object.getPrototypeOf(collection);
  collection.chain = function (...args) {
    const rows = chain.apply(this, args);
    const { find } = rows;
    rows.find = (query, firstOnly) => {
      rows.find = find;
      const first = ["messageId", "queueName"].find((property) => typeof query?.[property] === "string");
      return (first === undefined ? rows : rows.find({ [first]: query[first] })).find(query, firstOnly);
    };
    return rows;
  };
  // Azurite removes the expired messages at each request. LokiJS sorts all indexes anew after any such removal, also of none.
  collection.remove = function (rows) {
    return Array.isArray(rows) && rows.length === 0 ? undefined : remove.call(this, rows);
  };
}

/**
 * A service that counts its running requests. Azurite's close() saves while requests still run, so one of them
 * could be acknowledged after the save; it must be called when none is running.
 */
function tracked(name, server, texts) {
  const service = { name, server, texts, running: 0, draining: false };
  const [handle] = server.httpServer.listeners("request");
  server.httpServer.removeAllListeners("request");
  server.httpServer.on("request", (request, response) => {
    if (service.draining) {
      request.socket.destroy();
      return;
    }
    service.running++;
    response.once("close", () => service.running--);
    handle(request, response);
  });
  return service;
}

async function drain(service) {
  service.draining = true;
  const { httpServer } = service.server;
  httpServer.close();
  const until = Date.now() + DRAIN_MILLISECONDS;
  while (service.running > 0 && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  httpServer.closeAllConnections();
}

/**
 * Refuses damaged or incomplete data before a server opens them. The first start writes all files before it takes a request, so that a
 * start that was killed leaves files without rows; Azurite would begin a lost one anew, and with the next save the others would no
 * longer fit to it.
 */
function refuseUnfit(made) {
  const stores = made.flatMap(storesOf);
  const counts = new Map(stores.filter(({ db }) => fs.existsSync(db.filename)).map((store) => [store, rowCounts(store)]));
  const missing = stores.filter((store) => !counts.has(store)).map(({ db }) => db.filename);
  const holdsRows = [...counts.values()].some((ofStore) => [...ofStore.values()].some((count) => count > 0));
  const gone = [...(holdsRows ? missing : []), ...made.flatMap((service) => missingTexts(service, counts))];
  if (gone.length > 0) {
    throw Object.assign(new Error(gone.map((file) => path.basename(file)).join(" and ")), { reason: "incomplete" });
  }
}

/**
 * How many rows each collection has in a store's file. Azurite would take an empty file, or the one of another store, for a new
 * database and overwrite data that could still be repaired.
 */
function rowCounts({ db, ...store }) {
  const [first] = lines(db.filename);
  const { rows, database, collections } = JSON.parse(first ?? "{}");
  const found = (database?.collections ?? collections ?? []).map(({ name, data }, at) => [name, rows?.[at] ?? data.length]);
  const counts = new Map(found);
  const expected = ["TABLES", "QUEUES", "MESSAGES", "EXTENTS"].map((name) => store[`${name}_COLLECTION`]).filter(Boolean);
  const lacking = expected.filter((name) => !counts.has(name));
  if (lacking.length > 0) {
    throw new Error(`${path.basename(db.filename)} lacks ${lacking.join(" and ")}`);
  }
  return counts;
}

/** The folders of message texts that are gone although there are messages. Without any, a backup may have left out the empty folder. */
function missingTexts({ server, texts }, counts) {
  const { metadataStore } = server;
  const messages = counts.get(metadataStore)?.get(metadataStore.MESSAGES_COLLECTION) ?? 0;
  return messages > 0 ? texts.filter((folder) => !fs.existsSync(folder)) : [];
}

async function start(service) {
  try {
    await service.server.start();
  } catch (error) {
    // Node's own errors name the system call that failed; all others come from parsing the saved data.
    error.message = error.syscall === undefined ? `${service.name} service: ${error.message}` : error.message;
    throw error;
  }
  // Azurite's queue service closes by itself if its garbage collection fails.
  service.server.httpServer.once("close", () => {
    if (!service.draining) {
      fail(new Error(`The ${service.name} service closed by itself.`));
    }
  });
}

const storesOf = ({ server }) => [server.metadataStore, server.extentMetadataStore].filter(Boolean);

const databasesOf = (service) => storesOf(service).map(({ db }) => db);

/** LokiJS databases, tables first: a message that is gone from a queue must have its rows. */
const lokiDatabases = () => services.flatMap(databasesOf).reverse();

/** Where a database is written before it replaces the one before. */
const unsavedFile = (database) => `${database.filename}~`;

/**
 * Writes a database: a line with its collections and how many rows each has, then a line per row. LokiJS makes one string of all,
 * which Node.js limits to 512 MiB: it ended Azurite at about half a million rows.
 */
function write(database) {
  // Given an open file, writeFileSync goes on where it ended and, unlike writeSync, writes all or throws, on a full disk too.
  const file = fs.openSync(unsavedFile(database), "w");
  try {
    const bare = (object, changes) => Object.assign(Object.create(Object.getPrototypeOf(object)), object, changes);
    const collections = database.collections.map((collection) => bare(collection, { data: [], idIndex: [] }));
    const header = { rows: database.collections.map(({ data }) => data.length), database: bare(database, { collections }) };
    let text = JSON.stringify(header, database.serializeReplacer) + "\n";
    for (const { data } of database.collections) {
      for (const row of data) {
        text += JSON.stringify(row) + "\n";
        if (text.length > FILE_CHUNK) {
          fs.writeFileSync(file, text);
          text = "";
        }
      }
    }
    fs.writeFileSync(file, text);
  } finally {
    fs.closeSync(file);
  }
}

/** Reads what {@link write} wrote, or one that Azurite itself wrote. */
function read(database) {
  let saved;
  let [at, left] = [0, 0];
  for (const line of lines(database.filename)) {
    const value = JSON.parse(line);
    if (saved === undefined) {
      saved = value.rows === undefined ? { rows: [], database: value } : value;
      left = saved.rows.reduce((sum, count) => sum + count, 0);
      continue;
    }
    while (saved.database.collections[at]?.data.length === saved.rows[at]) {
      at++;
    }
    saved.database.collections[at].data.push(value);
    left--;
  }
  if (left !== 0) {
    throw new Error(`${path.basename(database.filename)} lacks ${left} of its rows`);
  }
  database.loadJSONObject(saved.database);
}

function* lines(name) {
  const file = fs.openSync(name, "r");
  try {
    const chunk = Buffer.alloc(FILE_CHUNK);
    let parts = [];
    for (let size; (size = fs.readSync(file, chunk)) > 0;) {
      for (let start = 0; start < size;) {
        const end = chunk.subarray(0, size).indexOf(10, start);
        parts.push(Buffer.from(chunk.subarray(start, end < 0 ? size : end)));
        if (end < 0) {
          break;
        }
        yield Buffer.concat(parts).toString();
        [parts, start] = [[], end + 1];
      }
    }
    if (parts.length > 0) {
      yield Buffer.concat(parts).toString();
    }
  } finally {
    fs.closeSync(file);
  }
}

/** Saves databases as they are at this moment: after a crash, no message is gone whose rows are not there. */
function save(databases) {
  try {
    databases.forEach((database) => database.autosaveClearFlags());
    databases.forEach(write);
    databases.forEach((database) => fs.renameSync(unsavedFile(database), database.filename));
  } catch (error) {
    // They are not saved, and the end must try again. On a full disk, half of a new file takes the space that is needed.
    databases.forEach((database) => database.collections.forEach((collection) => (collection.dirty = true)));
    databases.forEach((database) => fs.rmSync(unsavedFile(database), { force: true }));
    throw error;
  }
}

/** Has Azurite read and save its databases in this script's way. */
function persist(database) {
  const answer = (act) => (...args) => {
    const callback = args.find((argument) => typeof argument === "function") ?? (() => {});
    try {
      act();
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  };
  database.loadDatabase = answer(() => read(database));
  database.saveDatabase = answer(() => save([database]));
}

/** Replaces the timers of Azurite's databases. Closing a database still saves it. */
function saveRegularly() {
  const databases = lokiDatabases();
  databases.forEach((database) => database.autosaveDisable());
  const after = (milliseconds) => setTimeout(() => {
    if (closing) {
      return;
    }
    const startedAt = Date.now();
    try {
      save(databases.filter((database) => database.autosaveDirty()));
    } catch (error) {
      fail(error);
    }
    after(Math.min(Math.max(SAVE_SHARE * (Date.now() - startedAt), MIN_SAVE_MILLISECONDS), MAX_SAVE_MILLISECONDS));
  }, milliseconds).unref();
  after(MIN_SAVE_MILLISECONDS);
}

/** The port that the system chose: asking for port 0 is the only way without a race. */
const portOf = (service) => service.server.httpServer.address().port;

const services = [];
let inMemory = false;
let starting = Promise.resolve();
let closing;

async function begin({ data }) {
  inMemory = data === null;
  try {
    if (!inMemory) {
      fs.mkdirSync(data, { recursive: true });
    }
    useIndexes();
    const made = [queueService(data), tableService(data)];
    if (!inMemory) {
      refuseUnfit(made);
    }
    for (const service of made) {
      if (!inMemory) {
        databasesOf(service).forEach(persist);
      }
      await start(service);
      services.push(service);
    }
  } catch (error) {
    // LokiJS wraps what Node.js says about a file, such as "Error: ENOSPC: no space left on device".
    const isOfSystem = error.syscall !== undefined || /\bE[A-Z]{3,}: /.test(error.message);
    const reason = error.reason ?? (isOfSystem ? "unusable" : "damaged");
    await send({ azurite: "failed", reason, detail: error.message });
    await closeServices();
    // The failed service has a timer that would overwrite the database on disk with the part it has read.
    process.exit(1);
  }
  if (!inMemory) {
    saveRegularly();
  }
  const [queue, table] = services.map(portOf);
  send({ azurite: "ready", queue, table });
}

async function closeServices() {
  await Promise.all(services.map(drain));
  try {
    // Together: killed between two of them, alerts would be there whose cases are not.
    save(inMemory ? [] : lokiDatabases().filter((database) => database.autosaveDirty()));
  } catch (error) {
    logError(error);
    process.exitCode = 1;
  }
  for (const { server } of services) {
    try {
      await server.close();
    } catch (error) {
      logError(error);
      process.exitCode = 1;
    }
  }
}

/** Saves and ends. The process ends by itself once the last file is written; exit() could interrupt that. */
function close() {
  closing ??= starting.then(async () => {
    if (inMemory) {
      process.exit();
    }
    await closeServices();
    process.stdin.destroy();
  });
}

function fail(error) {
  logError(error);
  process.exitCode = 1;
  close();
}

process.on("uncaughtException", fail);

let input = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (text) => {
  if (input.includes("\n")) {
    return;
  }
  input += text;
  if (input.includes("\n")) {
    starting = begin(JSON.parse(input));
  }
});
process.stdin.on("end", close);
process.stdin.on("error", close);

// Responds as long as this process lives, saving included: the next owner of the folder waits until it no longer
// does. Opened before any data is, and does not keep the process alive.
const control = net.createServer((socket) => socket.on("error", () => {}).end(token));
control.listen(0, HOST, () => send({ azurite: "waiting", control: control.address().port }));
control.unref();
