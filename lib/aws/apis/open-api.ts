import type { Expectation, Outcome } from '../../model/expectation';
import type { Property } from '../../model/property';
import type { Value } from '../../model/value';

/** The keys of a path item that are operations, but OPTIONS, which browsers call without credentials. */
const METHODS: ReadonlyMap<string, string> = new Map([
  ...['get', 'put', 'post', 'delete', 'patch', 'head', 'trace'].map((method) => [method, method] as const),
  ['x-amazon-apigateway-any-method', 'any'],
]);

/** Looks at an operation, with the document that it is in. */
type OperationTest = (operation: Value, document: Value) => Outcome | undefined;

/**
 * States `test` of every operation of an OpenAPI document, written as structure or as a text of JSON or YAML. One
 * that is not in the template is `unseen`.
 */
export function eachOperation(
  document: Property,
  test: OperationTest,
  unseen: (why: string) => Outcome,
): Expectation[] {
  const written = document
    .all('paths.*.*')
    .filter(({ key = '' }) => METHODS.has(key.toLowerCase()) || MAY_HOLD_OPERATIONS.test(key))
    .map((operation) =>
      operation.expect((value) => test(value, document.value)).when(() => document.value.isMap),
    );
  const inText = document.expect((text) => {
    if (text.isMap || text.isAbsent) return undefined;
    if (!text.isKnown && text.parts.length === 0) return unseen(text.why);
    const structure = text.structure();
    return operationsIn(structure).flatMap((operation) => {
      const outcome = test(operation, structure);
      return outcome ? [{ ...outcome, at: operation }] : [];
    });
  });
  return [...written, inText];
}

/** Under these keys there is what a macro or an intrinsic makes in place of path items and operations. */
const MAY_HOLD_OPERATIONS = /^([/$]|paths$)/;

const operationsIn = (document: Value): Value[] =>
  document
    .get('paths')
    .entries()
    .flatMap(([, item]) => item.entries())
    .filter(([key]) => METHODS.has(key.toLowerCase()))
    .map(([, operation]) => operation);

/** `GET /items` for an operation, by its path in the document. */
export function routeOf({ path }: Value): string {
  const [, route = '', key = ''] = /\bpaths\.(.*)\.([^.]+)$/.exec(path) ?? [];
  return `${(METHODS.get(key.toLowerCase()) ?? key).toUpperCase()} ${route}`.trim();
}

/** What API Gateway makes of the security of an operation. */
export interface Security {
  /** The names of security schemes. */
  names: readonly string[];
  /** Where they stand, if anywhere. */
  from: 'operation' | 'document' | undefined;
}

export function securityOf(operation: Value, document: Value): Security {
  const own = operation.get('security');
  if (own.isPresent) return { names: namesIn(own), from: 'operation' };
  const shared = document.get('security');
  return shared.isPresent ? { names: namesIn(shared), from: 'document' } : { names: [], from: undefined };
}

const namesIn = (security: Value): string[] =>
  security.items().flatMap((requirement) => requirement.entries().map(([name]) => name));

const schemesNamed = (name: string, document: Value): Value[] =>
  ['components.securitySchemes', 'securityDefinitions'].map((schemes) => document.get(schemes).child(name));

/**
 * Whether API Gateway checks a security scheme: by an authorizer, or as a signature that IAM knows.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html
 */
export const isAuthorizer = (name: string, document: Value): boolean =>
  schemesNamed(name, document).some(
    (scheme) =>
      scheme.child('x-amazon-apigateway-authorizer').isPresent ||
      scheme.child('x-amazon-apigateway-authtype').matches(/^awsSigv4$/i),
  );

export const isApiKey = (name: string, document: Value): boolean =>
  schemesNamed(name, document).some((scheme) => scheme.get('type').is('apiKey'));
