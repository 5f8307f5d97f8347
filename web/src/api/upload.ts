import { Problem } from './problem';

/** The address of an act with its parts in place; fetch cannot tell how much of a file has been sent. */
export interface Sending {
  done: Promise<void>;
  abort: () => void;
}

/**
 * Sends one file as a form and tells how much has gone, from 0 to 1. Refusals are thrown as a `Problem`,
 * as the rest of the API does.
 */
export function sendFile(url: string, file: File, onProgress: (part: number) => void): Sending {
  const request = new XMLHttpRequest();
  const done = new Promise<void>((resolve, reject) => {
    request.open('POST', url);
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      if (request.status < 300) resolve();
      else reject(problemIn(request));
    });
    for (const end of ['error', 'abort', 'timeout']) {
      request.addEventListener(end, () => reject(new Problem({ status: 0 })));
    }
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
  return { done, abort: () => request.abort() };
}

function problemIn(request: XMLHttpRequest): Problem {
  try {
    const document = JSON.parse(request.responseText) as { detail?: string };
    return new Problem({ ...document, status: request.status });
  } catch {
    return new Problem({ status: request.status });
  }
}
