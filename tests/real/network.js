// The whole of Bluesky's network in one process: directory, personal data server, and the AppView that tells
// notifications, threads and counts. It keeps its tables in DB_POSTGRES_URL and its cache at REDIS_HOST.
"use strict";

const net = require("node:net");
const { endWithParent } = require("./loopback.js");

/** Everything in this process listens on 127.0.0.1 only, whatever it asks for. */
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...words) {
  const [first] = words;
  const options = typeof first === "object" && first !== null ? first : { port: Number(first) || 0 };
  const ready = words.find((word) => typeof word === "function");
  return listen.call(this, { ...options, host: "127.0.0.1" }, ready);
};

const { TestNetwork } = require("@atproto/dev-env");

const main = async () => {
  const port = (name) => Number(process.env[name]);
  await TestNetwork.create({
    plc: { port: port("PLC_PORT") },
    pds: { port: port("PDS_PORT"), hostname: "localhost", enableDidDocWithSession: true },
    bsky: { port: port("VIEW_PORT"), dbPostgresSchema: "bsky", publicUrl: `http://localhost:${port("VIEW_PORT")}` },
    ozone: { port: port("OZONE_PORT") },
  });
  net.createServer((line) => line.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")).listen(port("READY_PORT"));
};

endWithParent();
main().catch((error) => {
  console.error(error);
  process.exit(1);
});
