import { whyNotTrue } from '../../lib/aws/defaults';
import { fail, rule } from '../../lib/rule';

const PROPERTIES = 'ConnectionInput.ConnectionProperties';

export default rule({
  id: 'glue-connections-require-ssl',
  title: 'Glue connections to databases and Kafka require TLS',
  severity: 'warning',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: ['AWS::Glue::Connection'],
  why: 'A JDBC driver falls back to plain text where the server allows it, and a job then moves whole tables unencrypted without anybody noticing.',
  fix: 'Set JDBC_ENFORCE_SSL to true, with CUSTOM_JDBC_CERT where the database has a certificate of its own. Leave KAFKA_SSL_ENABLED at true.',
  docs: [
    'https://docs.aws.amazon.com/glue/latest/dg/connection-properties.html',
    'https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-catalog-connections.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-glue-connection-connectioninput.html',
  ],

  check: (connection) => [
    connection
      .property(`${PROPERTIES}.JDBC_ENFORCE_SSL`)
      .expect((enforced) => {
        if (enforced.is(true)) return undefined;
        // The driver's own setting does as well.
        if (REQUIRES_TLS.test(connection.get(`${PROPERTIES}.JDBC_CONNECTION_URL`).outline)) return undefined;
        return fail(`the connection may be made without TLS: ${whyNotTrue(enforced)}`);
      })
      .when(() => connection.get('ConnectionInput.ConnectionType').is('JDBC')),
    // True by default.
    connection
      .property(`${PROPERTIES}.KAFKA_SSL_ENABLED`)
      .mustNotBe(false, 'KAFKA_SSL_ENABLED is false: records are read in plain text')
      .when(() => connection.get('ConnectionInput.ConnectionType').is('KAFKA')),
  ],
});

const REQUIRES_TLS =
  /[?&;](ssl|encrypt|requireSSL)=(true|strict)\b|[?&;]sslmode=(require|verify)|\bPROTOCOL\s?=\s?tcps\b|@tcps:/i;
