/** Names of messages, for clients: these must not load workflow code. */
export const messageNames = {
  decide: 'decide',
  decideLater: 'decide-later',
  wake: 'wake',
  tellLater: 'tell-later',
  evaluate: 'evaluate',
} as const;
