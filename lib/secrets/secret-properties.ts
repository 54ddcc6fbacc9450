import type { Resource } from '../model/entity';
import type { Property } from '../model/property';

/** The value of one option, of a list of options. */
interface Option {
  path: string;
  option: { Namespace: string; OptionName: string };
}

/** Where a type keeps secrets: at a path, under some of the keys there, or in an option. */
type Place = string | { path: string; keys: RegExp } | Option;

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
  'AWS::DataSync::LocationSMB': ['Password'],
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
    'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.AccessToken',
    'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.RefreshToken',
    'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.JwtToken',
  ],
  'AWS::IAM::ServerCertificate': ['PrivateKey'],
  'AWS::IAM::User': ['LoginProfile.Password'],
  'AWS::KinesisFirehose::DeliveryStream': [
    'RedshiftDestinationConfiguration.Password',
    'HttpEndpointDestinationConfiguration.EndpointConfiguration.AccessKey',
    'SplunkDestinationConfiguration.HECToken',
    'SnowflakeDestinationConfiguration.PrivateKey',
    'SnowflakeDestinationConfiguration.KeyPassphrase',
  ],
  'AWS::Lambda::Permission': ['EventSourceToken'],
  'AWS::Lightsail::Database': ['MasterUserPassword'],
  'AWS::ManagedBlockchain::Member': [
    'MemberConfiguration.MemberFrameworkConfiguration.MemberFabricConfiguration.AdminPassword',
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
  'AWS::Pinpoint::GCMChannel': ['ApiKey'],
  'AWS::QuickSight::DataSource': [
    'Credentials.CredentialPair.Password',
    'Credentials.KeyPairCredentials.PrivateKey',
  ],
  'AWS::RDS::DBCluster': ['MasterUserPassword'],
  'AWS::RDS::DBInstance': ['MasterUserPassword', 'TdeCredentialPassword'],
  'AWS::Redshift::Cluster': ['MasterUserPassword'],
  'AWS::RedshiftServerless::Namespace': ['AdminUserPassword'],
  'AWS::SES::EmailIdentity': ['DkimSigningAttributes.DomainSigningPrivateKey'],
  'AWS::SageMaker::Workforce': ['OidcConfig.ClientSecret'],
  'AWS::SecretsManager::Secret': ['SecretString', 'GenerateSecretString.SecretStringTemplate'],
  'AWS::Timestream::InfluxDBCluster': ['Password'],
  'AWS::Timestream::InfluxDBInstance': ['Password'],
  'AWS::Transfer::Certificate': ['PrivateKey'],
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
  /** Where this depends on other properties: whether it is a secret in the scenario being looked at. */
  applies: () => boolean;
}

/** The secrets among the properties of a resource, whether they are given or not. */
export const secretPropertiesOf = (resource: Resource): SecretProperty[] =>
  (SECRET_PROPERTIES[resource.type] ?? []).flatMap((place) => {
    if (typeof place === 'string') return resource.all(place).map(always);
    if ('option' in place) return optionsOf(resource, place);
    return resource
      .all(place.path)
      .filter(({ key }) => place.keys.test(key ?? ''))
      .map(always);
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
