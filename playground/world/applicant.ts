/** The inputs of the home-equity project, in the order of its files. */
export const inputNames = [
  'LOAN',
  'MORTDUE',
  'VALUE',
  'REASON',
  'JOB',
  'YOJ',
  'DEROG',
  'DELINQ',
  'CLAGE',
  'NINQ',
  'CLNO',
  'DEBTINC',
] as const;
export type InputName = (typeof inputNames)[number];

export type Reason = 'DebtCon' | 'HomeImp';
export type Job = 'Other' | 'ProfExe' | 'Office' | 'Mgr' | 'Self' | 'Sales';

/** What is true of an applicant, whether or not it was written down. */
export interface Truth {
  /** Money: asked for, still owed on the mortgage, worth of the house. */
  readonly LOAN: number;
  readonly MORTDUE: number;
  readonly VALUE: number;
  readonly REASON: Reason;
  readonly JOB: Job;
  /** Years in the present job. */
  readonly YOJ: number;
  /** Major derogatory reports, and credit lines in arrears. */
  readonly DEROG: number;
  readonly DELINQ: number;
  /** Months since the oldest credit line was opened. */
  readonly CLAGE: number;
  /** Recent credit inquiries, and credit lines in all. */
  readonly NINQ: number;
  readonly CLNO: number;
  /** Debt payments as a percentage of income. */
  readonly DEBTINC: number;
}

/** What was written down; null is missing. */
export type Inputs = { readonly [Name in InputName]: Truth[Name] | null };

export interface Applicant {
  /** Theirs alone, in every world and for all time: `a-00000001`. */
  readonly reference: string;
  readonly inputs: Inputs;
  /** What became true: 1 when the loan went bad. */
  readonly BAD: 0 | 1;
}
