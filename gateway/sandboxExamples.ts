import type { SandboxExample } from './server/sandbox/renderSandboxPage.ts';

interface SystemsExample extends SandboxExample {
  /** The systems of which it has fields. */
  readonly systems: readonly string[];
}

const EXAMPLES: readonly SystemsExample[] = [
  {
    name: 'customers',
    title: 'Customers, across systems',
    systems: ['integration', 'crm', 'payments'],
    query: `# The newest customers, with what the CRM and the
# payment system know of each.
#
# Ctrl-Enter runs this, Ctrl-Space completes it.
# The icons on the left: documentation, history.
query Customers {
  customers(first: 5) {
    nodes {
      name
      email
      contact {
        stage
        owner
      }
      payments(first: 3) {
        nodes {
          status
          amount {
            amount
            currencyCode
          }
        }
      }
    }
  }
}
`,
  },
  {
    name: 'payments-failed',
    title: 'Payments that failed, and whom to ask',
    systems: ['integration', 'crm', 'payments'],
    query: `query FailedPayments {
  payments(status: [FAILED], first: 10) {
    nodes {
      id
      failureCode
      createdAt
      customer {
        name
        contact {
          owner
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
  },
  {
    name: 'payment-new',
    title: 'Mutation: take a payment',
    systems: ['integration', 'payments'],
    query: `# With "Payments, live" running in another window,
# each payment made here appears there.
mutation TakePayment {
  createPayment(
    input: {
      customerEmail: "ada.okafor@example.com"
      amount: { amount: "12.50", currencyCode: "EUR" }
      description: "From the sandbox"
    }
  ) {
    payment {
      id
      status
      customer {
        name
      }
    }
  }
}
`,
  },
  {
    name: 'payments-live',
    title: 'Subscription: payments, live',
    systems: ['integration', 'crm', 'payments'],
    query: `# Each change of a payment as it happens, with the
# stage that the customer has then in the CRM.
# To go on after a change, without gap or repeat,
# give its cursor as \`after:\`.
subscription PaymentsLive {
  paymentChanged {
    cursor
    kind
    changedFields
    payment {
      status
      amount {
        amount
        currencyCode
      }
      customer {
        name
        contact {
          stage
        }
      }
    }
  }
}
`,
  },
  {
    name: 'contacts-live',
    title: 'Subscription: stages of contacts, live',
    systems: ['integration', 'crm'],
    query: `# Only changes that touched a contact's stage.
subscription StagesLive {
  contactChanged(changed: [STAGE]) {
    cursor
    kind
    at
    contact {
      name
      stage
      customer {
        id
      }
    }
  }
}
`,
  },
];

/** What the sandbox page offers in front of these systems: the examples that need no other. */
export function sandboxExamples(systems: ReadonlySet<string>): readonly SandboxExample[] {
  return EXAMPLES.filter((example) => example.systems.every((system) => systems.has(system)));
}
