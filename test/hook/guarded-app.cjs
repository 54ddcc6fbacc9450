// An app as somebody writes it who has competency-nag installed: a stack with the hook, and nothing else.
const { App, Stack, Validations } = require('aws-cdk-lib');
const { CompetencyChecks } = require('competency-nag/cdk');
const { CompetencyHook } = require('competency-nag/hook');

const app = new App({ builtinCloudFormationValidation: process.env.LINT === 'true' });
const stack = new Stack(app, 'Guard');
new CompetencyHook(stack, 'CompetencyHook', JSON.parse(process.env.PROPS ?? '{}'));
// The checker's own hook has to pass its own check.
Validations.of(app).addPlugins(new CompetencyChecks({ config: false, failOn: 'error' }));
