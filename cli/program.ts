import { Command } from 'commander';
import { addAuditVerbs } from './audit';
import { addCheckVerb } from './check';
import type { CliContext } from './context';
import { addEnvironmentVerbs } from './environment';
import { addEvaluationsVerb } from './evaluations';
import { addInspectVerb } from './inspect';
import { addKsVerb } from './ks';
import { addMigrateVerb } from './migrate';
import { addProjectVerbs } from './project';
import { addRegisterVerb } from './register';
import { addScoreVerb } from './score';
import { addOutcomeVerbs } from './outcomes';
import { addScoreVerbs } from './scores';
import { addStoreVerbs } from './store';
import { addTokenVerbs } from './token';
import { addTrainVerb } from './train';

/** All verbs of the shell. The reference in the docs is made of this. */
export function createProgram(context: CliContext): Command {
  const program = new Command('steward')
    .description('Takes a model from registration to production, and keeps it honest')
    .showHelpAfterError('Type `steward --help` for all verbs.')
    .showSuggestionAfterError();
  addProjectVerbs(program, context);
  addEnvironmentVerbs(program, context);
  addRegisterVerb(program, context);
  addInspectVerb(program, context);
  addTrainVerb(program, context);
  addScoreVerb(program, context);
  addKsVerb(program, context);
  addOutcomeVerbs(program, context);
  addScoreVerbs(program, context);
  addTokenVerbs(program, context);
  addEvaluationsVerb(program, context);
  addAuditVerbs(program, context);
  addStoreVerbs(program, context);
  addCheckVerb(program, context);
  addMigrateVerb(program, context);
  return program;
}
