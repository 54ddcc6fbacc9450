import { LOGGED_STAGES, type LoggedStage } from '../../lib/aws/apis/api-access-logs';
import type { Settings } from '../../lib/aws/apis/api-stages';
import { CALLED, implicitApisOf } from '../../lib/aws/apis/sam-events';
import { isNamed } from '../../lib/aws/named-resources';
import type { Resource } from '../../lib/model/entity';
import type { Expectation, Outcome } from '../../lib/model/expectation';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'api-gateway-access-logs-enabled',
  title: 'APIs log who called them',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'LOGS-CENTRAL',
  resources: [...Object.keys(LOGGED_STAGES), ...CALLED],
  why: 'Without access logs nobody can tell who called which operation, from where and with what result: neither abuse nor a failing client can be traced.',
  fix: 'Give the stage access log settings with a log group or a Firehose stream as destination; an AppSync API a LogConfig; for events of SAM that name no API, in Globals. With CDK, LambdaRestApi and RestApi take it in deployOptions.accessLogDestination.',
  docs: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html',
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-apigatewaymanagedoverrides.html',
    'https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html',
  ],

  check: (resource) => {
    const stage = LOGGED_STAGES[resource.type];
    return stage ? ofStage(resource, stage) : ofImplicitApis(resource);
  },
});

const ofStage = (resource: Resource, stage: LoggedStage): Expectation =>
  resource
    .property(stage.destination)
    .expect(() => (stage.isSetElsewhere?.(resource) ? undefined : logged(stage, resource)))
    .when(() => stage.isStage?.(resource) ?? true);

/** SAM makes an API of the events that name none. */
const ofImplicitApis = (called: Resource): Expectation[] =>
  implicitApisOf(called).map(({ type, settings, isMadeBy }) => {
    const stage = LOGGED_STAGES[`AWS::Serverless::${type}`] as LoggedStage;
    const name = 'the API that SAM makes of events';
    return called
      .property('Events')
      .expect(() => logged({ ...stage, name }, settings(), `: Globals.${type} has no ${stage.destination}`))
      .when(() => isMadeBy(called));
  });

function logged(
  { name, destination, logsExecution }: LoggedStage,
  settings: Settings,
  reason = '',
): Outcome | undefined {
  if (isNamed(settings.get(destination))) return undefined;
  return logsExecution?.(settings)
    ? fail(`${name} has execution logs, but no access logs${reason}`, { severity: 'info' })
    : fail(`requests to ${name} are not logged${reason}`);
}
