/** https://the-guild.dev/graphql/hive/docs/gateway/other-features/header-propagation */
export const forwardAuthorization = {
  fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') ?? '' }),
};
