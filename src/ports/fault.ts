// The one error type that is thrown on purpose: a closed code, a cause, and a message that says what to do. The message
// never holds anything that a person wrote.

export type FaultCode =
  | 'config.wrong'
  | 'store.owned'
  | 'store.broken'
  | 'cipher.unknownKey'
  | 'cipher.broken'
  | 'keys.missing'
  | 'seal.noKey'
  | 'seal.broken'
  | 'content.wrong'
  | 'blob.tooLarge'
  | 'blob.missing'
  | 'turn.conflict'
  | 'desk.notFound';

export class Fault extends Error {
  readonly code: FaultCode;
  constructor(code: FaultCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'Fault';
    this.code = code;
  }
}
