import type { Resource } from '../model/entity';
import type { Property } from '../model/property';
import { namesSecret } from './secret-names';

/** The value of one option, of a list of options. */
interface Option {
  path: string;
  option: { Namespace: string; OptionName: string };
}

/** The values of those elements of a list whose name is that of a secret. */
interface Named {
  path: string;
  name: string;
  value: string;
}

/** Where a type keeps secrets: at a path, under some of the keys there, in an option, or by name. */
type Place = string | { path: string; keys: RegExp | 'secret' } | Option | Named;

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html#command-options-general-rdsdbinstance */
const BEANSTALK_DATABASE_PASSWORD: Option = {
  path: 'OptionSettings[]',
  option: { Namespace: 'aws:rds:dbinstance', OptionName: 'DBPassword' },
};

/**
 * The properties that are passwords, tokens, secrets or private keys, by resource type: those of
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 * whose description says so.
 */
const SECRET_PROPERTIES: { readonly [type: string]: readonly Place[] } = {
  'AWS::AmazonMQ::Broker': ['Users[].Password', 'LdapServerMetadata.ServiceAccountPassword'],
  'AWS::Amplify::App': [
    'OauthToken',
    'AccessToken',
    'BasicAuthConfig.Password',
    'AutoBranchCreationConfig.BasicAuthConfig.Password',
  ],
  'AWS::Amplify::Branch': ['BasicAuthConfig.Password'],
  'AWS::ApiGateway::ApiKey': ['Value'],
  'AWS::AppFabric::AppAuthorization': [
    'Credential.ApiKeyCredential.ApiKey',
    'Credential.Oauth2Credential.ClientSecret',
  ],
  'AWS::AppFlow::ConnectorProfile': [
    {
      path: 'ConnectorProfileConfig.ConnectorProfileCredentials.*.*.*',
      keys: /^(ApiKey|ApiSecretKey|ApiToken|SecretKey|SecretAccessKey|ApplicationKey|Datakey|Password|AccessToken|RefreshToken|JwtToken|ClientSecret)$/,
    },
    'ConnectorProfileConfig.ConnectorProfileCredentials.CustomConnector.Custom.CredentialsMap.*',
  ],
  'AWS::AppStream::DirectoryConfig': ['ServiceAccountCredentials.AccountPassword'],
  'AWS::BackupGateway::Hypervisor': ['Password'],
  'AWS::BedrockAgentCore::ApiKeyCredentialProvider': ['ApiKey'],
  'AWS::BedrockAgentCore::OAuth2CredentialProvider': ['Oauth2ProviderConfigInput.*.ClientSecret'],
  'AWS::BedrockAgentCore::PaymentCredentialProvider': [
    {
      path: 'ProviderConfigurationInput.*.*',
      keys: /^(ApiKeySecret|WalletSecret|AppSecret|AuthorizationPrivateKey)$/,
    },
  ],
  'AWS::CloudFormation::Stack': [{ path: 'Parameters.*', keys: 'secret' }],
  'AWS::CloudFormation::StackSet': [{ path: 'Parameters[]', name: 'ParameterKey', value: 'ParameterValue' }],
  'AWS::CloudFront::Distribution': [
    // A header that shows the origin where a request comes from: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html
    {
      path: 'DistributionConfig.Origins[].OriginCustomHeaders[]',
      name: 'HeaderName',
      value: 'HeaderValue',
    },
  ],
  'AWS::CloudWatch::Integration': ['Credential.ApiKeyCredential.ApiKeyValue'],
  'AWS::CodeBuild::SourceCredential': ['Token'],
  'AWS::CodePipeline::Pipeline': ['Stages[].Actions[].Configuration.OAuthToken'],
  'AWS::CodePipeline::Webhook': ['AuthenticationConfiguration.SecretToken'],
  'AWS::CodeStar::GitHubRepository': ['RepositoryAccessToken'],
  'AWS::Cognito::UserPoolIdentityProvider': ['ProviderDetails.client_secret'],
  'AWS::Connect::User': ['Password'],
  'AWS::DMS::Endpoint': [
    'Password',
    'MongoDbSettings.Password',
    'KafkaSettings.SaslPassword',
    'KafkaSettings.SslClientKeyPassword',
    'MicrosoftSqlServerSettings.Password',
    'OracleSettings.AsmPassword',
    'RedisSettings.AuthPassword',
    'GcpMySQLSettings.Password',
  ],
  'AWS::DataSync::LocationAzureBlob': ['AzureBlobSasConfiguration.AzureBlobSasToken'],
  'AWS::DataSync::LocationFSxONTAP': ['Protocol.SMB.Password'],
  'AWS::DataSync::LocationFSxWindows': ['Password'],
  'AWS::DataSync::LocationHDFS': ['KerberosKeytab'],
  'AWS::DataSync::LocationObjectStorage': ['SecretKey'],
  'AWS::DataSync::LocationSMB': ['Password', 'KerberosKeytab'],
  'AWS::DataZone::Connection': [
    {
      path: 'Props.GlueProperties.GlueConnectionInput.AuthenticationConfiguration.*.*.*',
      keys: /^(Password|AuthorizationCode|AccessToken|JwtToken|RefreshToken|UserManagedClientApplicationClientSecret)$/,
    },
    'Props.RedshiftProperties.Credentials.UsernamePassword.Password',
  ],
  'AWS::DevOpsAgent::AgentSpace': ['OperatorApp.Idp.ClientSecret'],
  'AWS::DevOpsAgent::Service': [
    {
      path: 'ServiceDetails.*.*.*.*',
      keys: /^(TokenValue|ClientSecret|ApiKey|ApiKeyValue)$/,
    },
  ],
  'AWS::DirectConnect::PrivateVirtualInterface': ['BgpPeers[].AuthKey'],
  'AWS::DirectConnect::PublicVirtualInterface': ['BgpPeers[].AuthKey'],
  'AWS::DirectConnect::TransitVirtualInterface': ['BgpPeers[].AuthKey'],
  'AWS::DirectoryService::MicrosoftAD': ['Password'],
  'AWS::DirectoryService::SimpleAD': ['Password'],
  'AWS::DocDB::DBCluster': ['MasterUserPassword'],
  'AWS::DocDBElastic::Cluster': ['AdminUserPassword'],
  'AWS::EC2::VPNConnection': ['VpnTunnelOptionsSpecifications[].PreSharedKey'],
  'AWS::EC2::VerifiedAccessTrustProvider': [
    'OidcOptions.ClientSecret',
    'NativeApplicationOidcOptions.ClientSecret',
  ],
  'AWS::EMR::Cluster': [
    'KerberosAttributes.KdcAdminPassword',
    'KerberosAttributes.ADDomainJoinPassword',
    'KerberosAttributes.CrossRealmTrustPrincipalPassword',
    { path: 'Configurations[].ConfigurationProperties.*', keys: 'secret' },
  ],
  'AWS::ElastiCache::ReplicationGroup': ['AuthToken'],
  'AWS::ElastiCache::User': ['Passwords[]', 'AuthenticationMode.Passwords[]'],
  'AWS::ElasticBeanstalk::ConfigurationTemplate': [BEANSTALK_DATABASE_PASSWORD],
  'AWS::ElasticBeanstalk::Environment': [BEANSTALK_DATABASE_PASSWORD],
  'AWS::ElasticLoadBalancingV2::Listener': ['DefaultActions[].AuthenticateOidcConfig.ClientSecret'],
  'AWS::ElasticLoadBalancingV2::ListenerRule': ['Actions[].AuthenticateOidcConfig.ClientSecret'],
  'AWS::Elasticsearch::Domain': ['AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword'],
  'AWS::Events::Connection': [
    'AuthParameters.ApiKeyAuthParameters.ApiKeyValue',
    'AuthParameters.BasicAuthParameters.Password',
    'AuthParameters.OAuthParameters.ClientParameters.ClientSecret',
    ...['InvocationHttpParameters', 'OAuthParameters.OAuthHttpParameters'].flatMap((parameters) =>
      ['HeaderParameters', 'QueryStringParameters', 'BodyParameters'].map((list) => ({
        path: `AuthParameters.${parameters}.${list}[]`,
        name: 'Key',
        value: 'Value',
      })),
    ),
  ],
  'AWS::FSx::FileSystem': [
    'WindowsConfiguration.SelfManagedActiveDirectoryConfiguration.Password',
    'OntapConfiguration.FsxAdminPassword',
  ],
  'AWS::FSx::StorageVirtualMachine': [
    'SvmAdminPassword',
    'ActiveDirectoryConfiguration.SelfManagedActiveDirectoryConfiguration.Password',
  ],
  'AWS::Glue::Connection': [
    // https://docs.aws.amazon.com/glue/latest/webapi/API_Connection.html: SECRET_ID and *_SECRETS_ARN name a secret.
    { path: 'ConnectionInput.ConnectionProperties.*', keys: /(PASSWORD|_SECRET)$/ },
    'ConnectionInput.AuthenticationConfiguration.BasicAuthenticationCredentials.Password',
    'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.UserManagedClientApplicationClientSecret',
    'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.AuthorizationCodeProperties.AuthorizationCode',
    'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.AccessToken',
    'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.RefreshToken',
    'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.JwtToken',
  ],
  'AWS::IAM::SAMLProvider': ['AddPrivateKey'],
  'AWS::IAM::ServerCertificate': ['PrivateKey'],
  'AWS::IAM::User': ['LoginProfile.Password'],
  'AWS::InspectorV2::CodeSecurityIntegration': ['CreateIntegrationDetails.*.AccessToken'],
  'AWS::Invoicing::ProcurementPortalPreference': [
    'ProcurementPortalSharedSecret',
    'TestEnvPreference.ProcurementPortalSharedSecret',
  ],
  'AWS::IoTWireless::PartnerAccount': ['Sidewalk.AppServerPrivateKey', 'SidewalkUpdate.AppServerPrivateKey'],
  'AWS::KafkaConnect::Connector': [{ path: 'ConnectorConfiguration.*', keys: 'secret' }],
  'AWS::KinesisFirehose::DeliveryStream': [
    'RedshiftDestinationConfiguration.Password',
    'HttpEndpointDestinationConfiguration.EndpointConfiguration.AccessKey',
    'SplunkDestinationConfiguration.HECToken',
    'SnowflakeDestinationConfiguration.PrivateKey',
    'SnowflakeDestinationConfiguration.KeyPassphrase',
  ],
  'AWS::Lambda::Permission': ['EventSourceToken'],
  'AWS::Lightsail::Database': ['MasterUserPassword'],
  'AWS::MWAA::Environment': [{ path: 'AirflowConfigurationOptions.*', keys: 'secret' }],
  'AWS::ManagedBlockchain::Member': [
    'MemberConfiguration.MemberFrameworkConfiguration.MemberFabricConfiguration.AdminPassword',
  ],
  'AWS::MediaLive::Channel': [
    'EncoderSettings.OutputGroups[].OutputGroupSettings.HlsGroupSettings.HlsCdnSettings.HlsAkamaiSettings.Token',
  ],
  'AWS::MediaPackage::Channel': ['HlsIngest.ingestEndpoints[].Password'],
  'AWS::MemoryDB::User': ['AuthenticationMode.Passwords[]'],
  'AWS::OpenSearchService::Domain': ['AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword'],
  'AWS::OpsWorks::App': ['AppSource.Password', 'AppSource.SshKey', 'SslConfiguration.PrivateKey'],
  'AWS::OpsWorks::Stack': [
    'CustomCookbooksSource.Password',
    'CustomCookbooksSource.SshKey',
    'RdsDbInstances[].DbPassword',
  ],
  'AWS::OpsWorksCM::Server': ['CustomPrivateKey'],
  'AWS::Pinpoint::ADMChannel': ['ClientSecret'],
  'AWS::Pinpoint::APNSChannel': ['PrivateKey', 'TokenKey'],
  'AWS::Pinpoint::APNSSandboxChannel': ['PrivateKey', 'TokenKey'],
  'AWS::Pinpoint::APNSVoipChannel': ['PrivateKey', 'TokenKey'],
  'AWS::Pinpoint::APNSVoipSandboxChannel': ['PrivateKey', 'TokenKey'],
  'AWS::Pinpoint::BaiduChannel': ['ApiKey', 'SecretKey'],
  'AWS::Pinpoint::GCMChannel': ['ApiKey'],
  'AWS::QuickSight::ActionConnector': [
    {
      path: 'AuthenticationConfig.AuthenticationMetadata.*.*.*.*',
      keys: /^(ApiKey|Password|ClientSecret)$/,
    },
  ],
  'AWS::QuickSight::DataSource': [
    'Credentials.CredentialPair.Password',
    'Credentials.KeyPairCredentials.PrivateKey',
    'Credentials.KeyPairCredentials.PrivateKeyPassphrase',
    'Credentials.OAuthClientCredentials.ClientSecret',
  ],
  'AWS::QuickSight::OAuthClientApplication': ['ClientSecret'],
  'AWS::RDS::DBCluster': ['MasterUserPassword'],
  'AWS::RDS::DBInstance': ['MasterUserPassword', 'TdeCredentialPassword'],
  'AWS::Redshift::Cluster': ['MasterUserPassword'],
  'AWS::RedshiftServerless::Namespace': ['AdminUserPassword'],
  'AWS::SES::EmailIdentity': ['DkimSigningAttributes.DomainSigningPrivateKey'],
  'AWS::SES::MailManagerIngressPoint': ['IngressPointConfiguration.SmtpPassword'],
  'AWS::SageMaker::Workforce': ['OidcConfig.ClientSecret'],
  'AWS::SecretsManager::Secret': ['SecretString', 'GenerateSecretString.SecretStringTemplate'],
  'AWS::SecurityAgent::Integration': ['ProviderInput.*.AccessToken'],
  'AWS::SecurityLake::SubscriberNotification': [
    'NotificationConfiguration.HttpsNotificationConfiguration.AuthorizationApiKeyValue',
  ],
  'AWS::Serverless::Application': [{ path: 'Parameters.*', keys: 'secret' }],
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct': [
    { path: 'ProvisioningParameters[]', name: 'Key', value: 'Value' },
  ],
  'AWS::Timestream::InfluxDBCluster': ['Password'],
  'AWS::Timestream::InfluxDBInstance': ['Password'],
  'AWS::Transfer::Certificate': ['PrivateKey'],
  'AWS::WorkSpacesWeb::IdentityProvider': ['IdentityProviderDetails.client_secret'],
  'Alexa::ASK::Skill': [
    'AuthenticationConfiguration.ClientSecret',
    'AuthenticationConfiguration.RefreshToken',
  ],
};

export const TYPES_WITH_SECRETS = Object.keys(SECRET_PROPERTIES);

/** A property of a resource that is a secret. */
export interface SecretProperty {
  property: Property;
  /** What it is called: its key, or the option it is the value of. */
  name: string;
  /** Its name says that it is a secret, not the page of its type: what it holds may be none. */
  isGuess?: boolean;
  /** Where this depends on other properties: whether it is a secret in the scenario being looked at. */
  applies: () => boolean;
}

/** The secrets among the properties of a resource, whether they are given or not. */
export const secretPropertiesOf = (resource: Resource): SecretProperty[] =>
  (SECRET_PROPERTIES[resource.type] ?? []).flatMap((place) => {
    if (typeof place === 'string') return resource.all(place).map(always);
    if ('option' in place) return optionsOf(resource, place);
    if ('name' in place) return namedOf(resource, place);
    const { path, keys } = place;
    return keys === 'secret'
      ? guessed(resource.all(path))
      : resource
          .all(path)
          .filter(({ key = '' }) => keys.test(key))
          .map(always);
  });

/** Those that are named as a secret. */
export const guessed = (properties: readonly Property[]): SecretProperty[] =>
  properties
    .filter(({ key = '' }) => namesSecret(key))
    .map((property) => ({ ...always(property), isGuess: true }));

/** What an element is called is only looked at where it is a literal. */
const namedOf = (resource: Resource, { path, name, value }: Named): SecretProperty[] =>
  resource.all(path).flatMap((element) => {
    const [literal] = element.child(name).literals;
    if (literal === undefined || !namesSecret(literal)) return [];
    const applies = () => element.value.get(name).is(literal);
    return [{ property: element.child(value), name: literal, isGuess: true, applies }];
  });

const always = (property: Property): SecretProperty => ({
  property,
  name: property.key ?? '',
  applies: () => true,
});

function optionsOf(resource: Resource, { path, option }: Option): SecretProperty[] {
  const isIt = (element: Property) =>
    Object.entries(option).every(([key, expected]) => element.value.get(key).is(expected));
  return resource
    .all(path)
    .filter((element) =>
      Object.entries(option).every(([key, expected]) => mayBe(element.child(key), expected)),
    )
    .map((element) => ({
      property: element.child('Value'),
      name: option.OptionName,
      applies: () => isIt(element),
    }));
}

/** Spares a look at the many options that are plainly others. */
const mayBe = ({ literals }: Property, expected: string) =>
  literals.length === 0 || literals.includes(expected);
