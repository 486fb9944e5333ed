// Runs Azurite's queue and table service (and blob, if asked) for one owner, and saves when the owner goes.
//
// Azurite's own command saves every five seconds and stops at the first Ctrl-C, which reaches the whole
// process group: what the owner still writes while it winds down would be refused or lost. Killed, it loses
// what it acknowledged since the last save. So its servers run in here, as its own command sets them up, and
// stop only when standard input ends. The system closes that pipe however the owner ends, by SIGKILL too.
//
// The talk with the owner (AzuriteHost.cs), one JSON object a line:
//   out  {"azurite":"waiting","control":PORT}            nothing was touched yet
//   in   {"data":FOLDER or null,"blob":true or false}    null keeps everything in memory
//   out  {"azurite":"ready","queue":PORT,"table":PORT,"blob":PORT or null}
//   out  {"azurite":"failed","reason":"damaged" or "unusable","detail":TEXT}
"use strict";

const fs = require("fs");
const net = require("net");
const path = require("path");

const HOST = "127.0.0.1";
const [token] = process.argv.slice(2);

// Longer than an HTTP client keeps an idle connection (.NET: a minute), so that it is the client who closes and
// no request meets a connection that is just being closed here.
const KEEP_ALIVE_SECONDS = 120;
const DRAIN_MILLISECONDS = 2000;

// Other accounts than the well-known one would make our own connection string invalid.
delete process.env.AZURITE_ACCOUNTS;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK"]) {
  process.on(signal, () => {});
}

// Once the owner is gone nobody reads, and a failed write must not end the process before it saved.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

const say = (message) => new Promise((said) => process.stdout.write(JSON.stringify(message) + "\n", said));
const lament = (error) => process.stderr.write(`${error.message}\n`);

/** The part of the installed Azurite with this path. */
const azurite = (part) => require(`azurite/dist/src/${part}`);

/** The arguments that all three configurations share after their paths: quiet, strict, any API version. */
const manners = (inMemory) => [
  false, // loose
  true, // skipApiVersionCheck
  "", "", "", // cert, key, pwd
  undefined, // oauth
  false, // disableProductStyleUrl
  inMemory,
];

function queueOrBlobService(name, Configuration, Server, database, extents, places, folder) {
  const at = (file) => path.join(folder ?? "", file);
  const configuration = new Configuration(
    HOST, 0, KEEP_ALIVE_SECONDS, at(database), at(extents),
    places.map((place) => ({ ...place, locationPath: at(place.locationPath) })),
    false, undefined, false, undefined, ...manners(folder === null));
  return tracked(name, new Server(configuration), [at(database), at(extents)]);
}

function queueService(folder) {
  const constants = azurite("queue/utils/constants");
  return queueOrBlobService(
    "queue", azurite("queue/QueueConfiguration").default, azurite("queue/QueueServer").default,
    constants.DEFAULT_QUEUE_LOKI_DB_PATH, constants.DEFAULT_QUEUE_EXTENT_LOKI_DB_PATH,
    constants.DEFAULT_QUEUE_PERSISTENCE_ARRAY, folder);
}

function blobService(folder) {
  const constants = azurite("blob/utils/constants");
  return queueOrBlobService(
    "blob", azurite("blob/BlobConfiguration").default, azurite("blob/BlobServer").default,
    constants.DEFAULT_BLOB_LOKI_DB_PATH, constants.DEFAULT_BLOB_EXTENT_LOKI_DB_PATH,
    constants.DEFAULT_BLOB_PERSISTENCE_ARRAY, folder);
}

function tableService(folder) {
  const Configuration = azurite("table/TableConfiguration").default;
  const Server = azurite("table/TableServer").default;
  const database = path.join(folder ?? "", azurite("table/utils/constants").DEFAULT_TABLE_LOKI_DB_PATH);
  const configuration = new Configuration(
    HOST, 0, KEEP_ALIVE_SECONDS, database, false, false, undefined, undefined, ...manners(folder === null));
  return tracked("table", new Server(configuration), [database]);
}

/**
 * A service that knows how many requests are under way. Azurite's close() saves while requests still run, so
 * that one of them could be acknowledged after the save; it has to be called when none is.
 */
function tracked(name, server, databases) {
  const service = { name, server, databases, running: 0, draining: false };
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

async function start(service) {
  for (const database of inMemory ? [] : service.databases) {
    // Azurite takes an empty file for a new database and would overwrite what a repair could still save.
    if (fs.existsSync(database) && fs.statSync(database).size === 0) {
      throw new Error(`${path.basename(database)} is empty`);
    }
  }
  try {
    await service.server.start();
  } catch (error) {
    // Node's own errors name the system call that failed; what is left comes from parsing what was saved.
    error.message = error.syscall === undefined ? `${service.name} service: ${error.message}` : error.message;
    throw error;
  }
  // Azurite's queue and blob service close by themselves when their garbage collection fails.
  service.server.httpServer.once("close", () => {
    if (!service.draining) {
      fail(new Error(`The ${service.name} service closed by itself.`));
    }
  });
}

/** The port that the system chose: asking for port 0 is the only way without a race. */
const portOf = (service) => service?.server.httpServer.address().port ?? null;

const services = [];
let inMemory = false;
let starting = Promise.resolve();
let closing;

async function begin({ data, blob }) {
  inMemory = data === null;
  try {
    if (!inMemory) {
      fs.mkdirSync(data, { recursive: true });
    }
    for (const make of [queueService, tableService, ...(blob ? [blobService] : [])]) {
      const service = make(data);
      await start(service);
      services.push(service);
    }
  } catch (error) {
    await say({ azurite: "failed", reason: error.syscall === undefined ? "damaged" : "unusable", detail: error.message });
    await closeServices();
    // The service that failed holds a timer that would save its half-read database over the one on disk.
    process.exit(1);
  }
  const port = (name) => portOf(services.find((service) => service.name === name));
  say({ azurite: "ready", queue: port("queue"), table: port("table"), blob: port("blob") });
}

async function closeServices() {
  await Promise.all(services.map(drain));
  for (const { server } of services) {
    try {
      await server.close();
    } catch (error) {
      lament(error);
      process.exitCode = 1;
    }
  }
}

/** Saves and ends. The process then ends by itself, once the last file is written; exit() could cut that short. */
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
  lament(error);
  process.exitCode = 1;
  close();
}

process.on("uncaughtException", fail);

let heard = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (text) => {
  if (heard.includes("\n")) {
    return;
  }
  heard += text;
  if (heard.includes("\n")) {
    starting = begin(JSON.parse(heard));
  }
});
process.stdin.on("end", close);
process.stdin.on("error", close);

// Answers as long as this process lives, saving included: the next owner of the folder waits for its silence. Opened
// before anything is touched, and not a reason to stay alive.
const control = net.createServer((socket) => socket.on("error", () => {}).end(token));
control.listen(0, HOST, () => say({ azurite: "waiting", control: control.address().port }));
control.unref();
