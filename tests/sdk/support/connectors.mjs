// Connector files that the tests put into a data folder.

/** An API key in a header. The variant and the option show that what is asked for follows the parameters. */
export const KEYED = `
format = 1
key = "keyed"
name = "Keyed"
version = "1.0.0"

[params.apiUrl]
type = "string"
format = "url"
required = true
[params.apiVersion]
type = "string"
default = "2024-01"
[params.region]
type = "string"
enum = ["eu", "us"]
default = "eu"
[params.privateNote]
type = "string"
secret = true
[params.apiKey]
source = "user"
type = "string"
required = true
secret = true
title = "API key"

[auth]
kind = "key"

[http]
base_url = "\${apiUrl}/v1"
headers = { X-Api-Key = "\${apiKey}", X-Api-Version = "\${apiVersion}", X-Region = "\${region}" }
test = { url = "/me", label = "name" }

[variants.staging]
title = "Staging"
params.apiKey.title = "Staging API key"
params.region.default = "us"

[options.password]
title = "User name and password"
auth = { kind = "basic" }
`;

/** OpenID Connect by metadata, calls to the issuer itself. \`offline_access\` needs \`prompt=consent\` there. */
export const ACME = `
format = 1
key = "acme"
name = "Acme"
version = "1.0.0"

[params.serverUrl]
type = "string"
format = "url"
required = true

[redirect]
strategies = ["loopback"]

[auth]
kind = "oauth2"
discovery = "\${serverUrl}"
default_scopes = ["openid", "offline_access", "contacts.read", "deals.read"]
[auth.authorize]
params = { prompt = "consent" }
[auth.token]
client_auth = "none"

[http]
base_url = "\${serverUrl}"
headers = { Authorization = "Bearer \${accessToken}" }
`;

/** Client credentials at the same kind of server: nothing to ask anybody. */
export const ROBOT = `
format = 1
key = "robot"
name = "Robot"
version = "1.0.0"

[params.serverUrl]
type = "string"
format = "url"
required = true

[auth]
kind = "client_credentials"
default_scopes = ["contacts.read"]
[auth.token]
url = "\${serverUrl}/token"
client_auth = "basic"

[http]
base_url = "\${serverUrl}"
headers = { Authorization = "Bearer \${accessToken}" }
`;
