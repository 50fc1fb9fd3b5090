import type { ContactStage } from './generated/resolvers.ts';

/**
 * HubSpot's own stages, in the order in which a contact may move: it keeps a stage that a write would move backward,
 * without a word, and knows no lost customers.
 */
const LIFECYCLE: Readonly<Record<string, ContactStage>> = {
  subscriber: 'LEAD',
  lead: 'LEAD',
  marketingqualifiedlead: 'PROSPECT',
  salesqualifiedlead: 'PROSPECT',
  opportunity: 'PROSPECT',
  customer: 'CUSTOMER',
  evangelist: 'CUSTOMER',
  other: 'OTHER',
};
const ORDER = Object.keys(LIFECYCLE);

const FORWARD: Readonly<Partial<Record<ContactStage, string>>> = {
  LEAD: 'lead',
  PROSPECT: 'opportunity',
  CUSTOMER: 'customer',
};

/**
 * The property of ours in which a stage stands that HubSpot's own cannot tell, as `<stage>/<lifecycle stage>`: it counts as
 * long as HubSpot's stage is the one that it was written beside. Whoever moves the contact in HubSpot overrules it.
 */
export const STAGE_PROPERTY = 'sluice_stage';

/** The properties that make a contact's stage. */
export interface StageProperties {
  readonly lifecyclestage?: string | null;
  readonly [STAGE_PROPERTY]?: string | null;
}

/** How far the contact is. */
export function toStage(properties: StageProperties): ContactStage {
  const lifecycle = properties.lifecyclestage ?? '';
  const [stage, beside] = properties[STAGE_PROPERTY]?.split('/') ?? [];
  if (
    beside === lifecycle &&
    (stage === 'CHURNED' || stage === 'LEAD' || stage === 'PROSPECT' || stage === 'CUSTOMER')
  ) {
    return stage;
  }
  return lifecycle === '' ? 'LEAD' : (LIFECYCLE[lifecycle] ?? 'OTHER');
}

/** What is to be written so that a contact with these properties is at `stage`. */
export function fromStage(stage: ContactStage, properties: StageProperties): Readonly<Record<string, string>> {
  const lifecycle = properties.lifecyclestage ?? '';
  if (LIFECYCLE[lifecycle] === stage) return { [STAGE_PROPERTY]: '' };
  // A contact without a stage is given one by HubSpot; who is lost was a customer.
  if (lifecycle === '' && stage === 'CHURNED')
    return { lifecyclestage: 'customer', [STAGE_PROPERTY]: 'CHURNED/customer' };
  const forward = FORWARD[stage];
  const isForward = forward !== undefined && (lifecycle === '' || isBefore(lifecycle, forward));
  return isForward ? { lifecyclestage: forward, [STAGE_PROPERTY]: '' } : { [STAGE_PROPERTY]: `${stage}/${lifecycle}` };
}

/** HubSpot's own stages that stand for these. */
export function lifecyclesOf(stages: readonly ContactStage[]): readonly string[] {
  return ORDER.filter((lifecycle) => stages.includes(LIFECYCLE[lifecycle] ?? 'OTHER'));
}

/** Stages that an account has added have no place in the order. */
function isBefore(one: string, other: string): boolean {
  return ORDER.includes(one) && ORDER.indexOf(one) < ORDER.indexOf(other);
}
