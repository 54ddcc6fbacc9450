import type { Resource } from '../../model/entity';
import type { Value } from '../../model/value';

/**
 * Whether the requests to a route of API Gateway v2 are asked who they are from: those of an HTTP API, `GET /items`,
 * but for OPTIONS, which browsers call without credentials; of a WebSocket API the one that opens a connection.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html
 */
export function takesCredentials(routeKey: Value, api: Resource | undefined): boolean {
  const key = routeKey.outline.startsWith('${') ? (routeKey.text ?? '') : routeKey.outline;
  if (key === '$default') return !api?.get('ProtocolType').is('WEBSOCKET');
  return key === '$connect' || (/\s/.test(key) && !/^options\s/i.test(key));
}
