// Sending a large file in pieces that survive a cut line and a reload (tus 1.0).
import { Upload } from "tus-js-client";

const PIECE = 4 * 1024 * 1024;
const NO_ROOM = 507;                    // the server's disk: trying again at once changes nothing, and the answer says what to do
const WAITS = [0, 1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000, 8000];

function csrf() {
  return document.querySelector('meta[name="csrf"]')?.content ?? "";
}

function sentenceOf(error) {
  const answer = error.originalResponse;
  const isPlain = answer?.getHeader("Content-Type")?.startsWith("text/plain");
  return isPlain && [413, 415, NO_ROOM].includes(answer.getStatus()) ? answer.getBody() : "";
}

function mayTryAgain(error) {
  const status = error.originalResponse?.getStatus() ?? 0;
  return !status || (status >= 500 && status !== NO_ROOM) || [409, 423, 429, 460].includes(status);
}

// Begin, or go on where this file stopped. `refused` gets a sentence, or "" when nobody knows why it failed.
window.meydanTus = {
  begin(file, { endpoint, folder, progress, offline, refused, arrived }) {
    const upload = new Upload(file, {
      endpoint,
      chunkSize: PIECE,
      retryDelays: WAITS,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, filetype: file.type, folder },
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrf()),
      onProgress: (sent, whole) => progress(whole ? sent / whole : 1),
      onShouldRetry: (error) => {
        const again = mayTryAgain(error);
        if (again) offline();
        return again;
      },
      onError: (error) => refused(sentenceOf(error)),
      onSuccess: () => arrived(upload.url),
    });
    upload.findPreviousUploads().then(([former]) => {
      if (former) upload.resumeFromPreviousUpload(former);
      upload.start();
    });
    return { cancel: () => upload.abort(true).catch(() => {}) };
  },
};
