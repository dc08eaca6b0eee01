// A PLC directory (who has which DID) that keeps everything in memory.
"use strict";

const { endWithParent, onLoopback } = require("./loopback.js");
const { Database, PlcServer } = require("@did-plc/server");

endWithParent();
const port = Number(process.env.LISTEN_PORT);
const server = PlcServer.create({ db: Database.mock(), port });
onLoopback(server.app, port);
server.start();
