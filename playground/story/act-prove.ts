import type { Stage } from './stage';

/** Afterwards everything can be proved. */
export async function playProof({ cast, ledger, steward, teller, connector }: Stage): Promise<void> {
  await ledger.step('verify the audit chain', async ({ fact }) => {
    teller.tell(cast.ivo.name, '$ steward audit verify');
    const said = await steward('audit', 'verify');
    teller.tell('Shell', said);
    fact('said', said);
  });
  await ledger.step('look for what Teams would have refused', async ({ check }) => {
    const violations = await connector.violations();
    check('nothing', violations.length === 0, violations);
  });
}
