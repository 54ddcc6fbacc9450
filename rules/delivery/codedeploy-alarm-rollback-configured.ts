import { DEPLOYMENT_GROUP, isOutsideProduction } from '../../lib/aws/pipelines/codedeploy';
import type { Resource } from '../../lib/model/entity';
import type { Expectation, OutcomeOptions } from '../../lib/model/expectation';
import { fail, rule } from '../../lib/rule';

const FUNCTION = 'AWS::Serverless::Function';

export default rule({
  id: 'codedeploy-alarm-rollback-configured',
  title: 'Alarms stop a CodeDeploy deployment and roll it back',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'ROLLBACK',
  resources: [DEPLOYMENT_GROUP, FUNCTION],
  why: 'A version that installs well and then answers with errors is no failed deployment: only an alarm notices it, and only the alarm event rolls it back.',
  fix: 'List alarms on the health of the application in AlarmConfiguration.Alarms with Enabled true, and DEPLOYMENT_STOP_ON_ALARM in AutoRollbackConfiguration.Events (SAM: DeploymentPreference.Alarms).',
  docs: [
    'https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codedeploy-deploymentgroup-alarmconfiguration.html',
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-deploymentpreference.html',
  ],

  check: (resource) => (resource.type === FUNCTION ? ofFunction(resource) : ofGroup(resource)),
});

function ofGroup(group: Resource): Expectation[] {
  const options: OutcomeOptions = isOutsideProduction(group) ? { severity: 'info' } : {};
  const alarmsWatch = () =>
    group.get('AlarmConfiguration.Alarms').items().length > 0 &&
    group.get('AlarmConfiguration.Enabled').is(true);
  return [
    group.property('AlarmConfiguration').expect((configuration) => {
      if (configuration.get('Alarms').items().length === 0)
        return fail('no alarm stops a deployment that does harm', options);
      const enabled = configuration.get('Enabled');
      return enabled.is(true)
        ? undefined
        : fail('the alarms are not watched, as Enabled is not true', { ...options, at: enabled });
    }),
    group
      .property('AlarmConfiguration.IgnorePollAlarmFailure')
      .mustNotBe(true, 'a deployment goes on while its alarms cannot be read', options)
      .when(alarmsWatch),
    // Where nothing rolls back, codedeploy-rollback-enabled says so.
    group
      .property('AutoRollbackConfiguration.Events')
      .mustInclude(
        'DEPLOYMENT_STOP_ON_ALARM',
        'an alarm stops the deployment but does not roll it back: DEPLOYMENT_STOP_ON_ALARM is missing',
        options,
      )
      .when(() => alarmsWatch() && group.get('AutoRollbackConfiguration.Enabled').is(true)),
  ];
}

/** SAM makes a deployment group of the preference that rolls back on an alarm, but makes no alarm. */
const ofFunction = (lambda: Resource): Expectation =>
  lambda
    .property('DeploymentPreference')
    .expect((preference) =>
      preference.get('Alarms').items().length > 0
        ? undefined
        : fail('no alarm stops a deployment that does harm', { at: preference.get('Alarms') }),
    )
    .when(
      () =>
        lambda.get('AutoPublishAlias').isPresent &&
        lambda.get('DeploymentPreference').isPresent &&
        !lambda.get('DeploymentPreference.Enabled').is(false),
    );
