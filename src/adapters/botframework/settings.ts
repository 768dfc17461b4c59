// How the bot is known to the Bot Framework, and whom it believes. Types only; the environment is read by src/config.ts.

export interface BotFrameworkSettings {
  /** Null: no authentication at all, for the Emulator and the Playground on this machine only. */
  readonly credentials: { readonly appId: string; readonly password: string } | null;
  /** Channels whose activities are taken. */
  readonly channels: readonly string[];
  /** Tenants whose people may write in Teams, in lower case; null: all. */
  readonly tenants: readonly string[] | null;
  /** Hosts that replies may go to; a loopback address is taken over http too. */
  readonly serviceHosts: readonly string[];
  readonly openIdMetadataUrl: string;
  readonly tokenUrl: string;
}
