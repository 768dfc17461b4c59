// The SDK's adapter with what it lacks or wastes replaced: authentication is strict, and what is sent goes through our own
// connector instead of a client that is built anew for every turn. It throws nothing that holds a word of a person.
import {
  CloudAdapter,
  INVOKE_RESPONSE_KEY,
  TurnContext,
  type Activity,
  type ConversationReference,
  type InvokeResponse,
  type ResourceResponse,
} from 'botbuilder';
import type { Connector } from './connector.js';
import type { StrictAuthentication } from './strict-authentication.js';

export class TeamsAdapter extends CloudAdapter {
  readonly #connector: Connector;
  readonly #authentication: StrictAuthentication;

  constructor(authentication: StrictAuthentication, connector: Connector) {
    super(authentication);
    this.#authentication = authentication;
    this.#connector = connector;
  }

  /** Throws AuthenticationError before `logic` has run, and what `logic` throws. */
  async receive(
    activity: Activity,
    header: string,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | null> {
    const { claimsIdentity } = await this.#authentication.authenticateRequest(activity, header);
    const context = new TurnContext(this, activity);
    context.turnState.set(this.BotIdentityKey, claimsIdentity);
    await this.runMiddleware(context, logic);
    const answer = context.turnState.get<Activity | undefined>(INVOKE_RESPONSE_KEY);
    return (answer?.value as InvokeResponse | undefined) ?? null;
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const sent: ResourceResponse[] = [];
    for (const activity of activities) {
      if (activity.type === 'invokeResponse') {
        context.turnState.set(INVOKE_RESPONSE_KEY, activity);
        sent.push({ id: '' });
      } else {
        sent.push({ id: await this.#call('POST', context, null, activity) });
      }
    }
    return sent;
  }

  override async updateActivity(context: TurnContext, activity: Partial<Activity>): Promise<ResourceResponse> {
    return { id: await this.#call('PUT', context, activity.id ?? null, activity) };
  }

  override async deleteActivity(context: TurnContext, reference: Partial<ConversationReference>): Promise<void> {
    await this.#call('DELETE', context, reference.activityId ?? null, null);
  }

  async #call(
    method: 'POST' | 'PUT' | 'DELETE',
    context: TurnContext,
    activity: string | null,
    body: Partial<Activity> | null,
  ): Promise<string> {
    const { serviceUrl, conversation } = context.activity;
    const spoken = await this.#connector.call({
      method,
      serviceUrl,
      conversation: conversation.id,
      activity,
      body: body,
    });
    return spoken.kind === 'said' ? (spoken.place ?? '') : '';
  }
}
