// The report as it leaves the bot: one JSON document, sealed. What is not here, customs does not get.
import type { Answers } from '../dialogue/flow.js';

export interface ReportFile {
  /** 1, 2, …: the ciphertext with this number belongs to this entry. */
  number: number;
  name: string;
  type: string;
  /** Bytes before encryption. */
  length: number;
  /** Hex, of the bytes before encryption. */
  sha256: string;
  /** age identity (`AGE-SECRET-KEY-1…`) that opens the ciphertext. */
  key: string;
}

export interface Report {
  version: 1;
  purpose: 'report';
  /** 128 random bits, hex. */
  reportId: string;
  /** `hash`: SHA-256, hex, of the form's definition as canonical JSON. */
  form: { id: string; version: number; hash: string };
  language: string;
  /** The UTC hour in which it was confirmed, `2026-11-23T20`; no finer, so that it helps to identify nobody. */
  confirmed: string;
  /** By field id; file answers are left out and stand in `files`. */
  answers: Answers;
  /** Steps that the person chose to skip. */
  skipped: string[];
  files: ReportFile[];
  triage: { level: 'danger' | 'high' | 'medium' | 'normal'; reasons: string[] };
  mailbox: { lookup: string; publicKey: string };
  /** True when it was made on demonstration keys or without a real intake. */
  isDemonstration: boolean;
}
