// What the intake says: acknowledgements, and problems (RFC 9457) made of fixed sentences. No answer repeats anything that was sent
// but the id by which the caller itself named it.
import type { ServeEvent } from './serve-event.js';

export interface Answer {
  status: number;
  /** Includes the content type. */
  headers: Record<string, string>;
  body: string;
  /** What is logged of it; null: nothing. */
  event: ServeEvent | null;
}

/** Seconds after which a caller may come again. */
const retryAfter = { 429: '5', 503: '30' } as const;

/** Every problem that the intake can state. src/desk/intake.openapi.yaml describes each, and a test compares the two. */
export const problems = {
  400: { title: 'Bad Request', detail: 'The request is not one that this interface describes.' },
  401: { title: 'Unauthorized', detail: 'A fresh client assertion of a trusted bot is needed.' },
  404: { title: 'Not Found', detail: 'There is nothing at this address.' },
  405: { title: 'Method Not Allowed', detail: 'This address is used with another method.' },
  408: { title: 'Request Timeout', detail: 'The request took too long.' },
  409: { title: 'Conflict', detail: null },
  413: { title: 'Content Too Large', detail: 'A report has 1 MB at most, and 20 files of 40 MB at most each.' },
  415: {
    title: 'Unsupported Media Type',
    detail: 'Reports are application/jose+json, files application/octet-stream.',
  },
  417: { title: 'Expectation Failed', detail: 'Only 100-continue can be expected.' },
  422: { title: 'Unprocessable Content', detail: 'This is not a sealed report with the id under which it was sent.' },
  429: { title: 'Too Many Requests', detail: 'Too many requests of this bot are under way.' },
  431: { title: 'Request Header Fields Too Large', detail: 'The headers are too large.' },
  503: { title: 'Service Unavailable', detail: 'The report cannot be kept at the moment. Send it again.' },
} as const;

export type ProblemStatus = keyof typeof problems;

/** The problem with its headers; the log is told by `event`. */
export function problem(status: ProblemStatus, event: ServeEvent | null = null): Answer {
  const { title, detail } = problems[status];
  const body = { type: 'about:blank', title, status, ...(detail === null ? {} : { detail }) };
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(status === 429 || status === 503 ? { 'retry-after': retryAfter[status] } : {}),
    },
    body: JSON.stringify(body),
    event,
  };
}

/** 201 for what is new, 200 for what was there; the body is the same. */
export const acknowledge = (isNew: boolean, body: string, event: ServeEvent): Answer => ({
  status: isNew ? 201 : 200,
  headers: { 'content-type': 'application/json' },
  body,
  event,
});
