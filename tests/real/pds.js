// Bluesky's own personal data server. PDS_PORT is the port the world is told (in DID documents, in
// OAuth metadata); LISTEN_PORT is where this process listens, so that a proxy can stand between.
"use strict";

const { endWithParent, onLoopback } = require("./loopback.js");
const { PDS, envToCfg, envToSecrets, readEnv } = require("@atproto/pds");

const main = async () => {
  const environment = readEnv();
  const pds = await PDS.create(envToCfg(environment), envToSecrets(environment));
  onLoopback(pds.app, Number(process.env.LISTEN_PORT));
  await pds.start();
};

endWithParent();
main();
