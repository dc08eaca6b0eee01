// What both servers share: they listen on 127.0.0.1 only, and they end with the test run.
"use strict";

/** Makes an express application listen on 127.0.0.1 at `port`, whatever its owner asks for. */
exports.onLoopback = (app, port) => {
  const listen = app.listen.bind(app);
  app.listen = () => listen(port, "127.0.0.1");
};

/** Ends this process when the one that started it is gone: our standard input is its leash. */
exports.endWithParent = () => {
  process.stdin.on("end", () => process.exit(0));
  process.stdin.on("error", () => process.exit(0));
  process.stdin.resume();
};
