/** Written into every package. The version goes up whenever the same data and seed would give other bytes. */
export const trainerIdentity = { name: 'Steward trainer', version: '1.0.0' } as const;

export const algorithm = 'Histogram gradient boosting';
