//! Connector files that the tests put into a data folder.

/// OpenID Connect by metadata, calls to the issuer itself. `offline_access` needs `prompt=consent` there.
pub(crate) const ACME: &str = r#"
format = 1
key = "acme"
name = "Acme"
version = "1.0.0"

[params.serverUrl]
type = "string"
format = "url"
required = true
[params.apiUrl]
type = "string"
format = "url"

[redirect]
strategies = ["loopback", "paste", "deep-link"]

[auth]
kind = "oauth2"
discovery = "${serverUrl}"
default_scopes = ["openid", "offline_access", "contacts.read", "deals.read"]
[auth.authorize]
params = { prompt = "consent" }
[auth.token]
client_auth = "none"

[http]
base_url = "${apiUrl ?? serverUrl}"
headers = { Authorization = "Bearer ${accessToken}" }
"#;

/// Client credentials at the same kind of server.
pub(crate) const ROBOT: &str = r#"
format = 1
key = "robot"
name = "Robot"
version = "1.0.0"

[params.serverUrl]
type = "string"
format = "url"
required = true
[params.apiUrl]
type = "string"
format = "url"

[auth]
kind = "client_credentials"
default_scopes = ["contacts.read"]
[auth.token]
url = "${serverUrl}/token"
client_auth = "basic"

[http]
base_url = "${apiUrl ?? serverUrl}"
headers = { Authorization = "Bearer ${accessToken}" }
"#;

/// An API key in a header.
pub(crate) const KEYED: &str = r#"
format = 1
key = "keyed"
name = "Keyed"
version = "1.0.0"

[params.apiUrl]
type = "string"
format = "url"
required = true
[params.apiKey]
source = "user"
type = "string"
required = true
secret = true

[auth]
kind = "key"

[http]
base_url = "${apiUrl}/v1"
headers = { X-Api-Key = "${apiKey}", X-Api-Version = "2024-01" }
test = { url = "/me", label = "name" }
"#;

/// User name and password.
pub(crate) const BASIC: &str = r#"
format = 1
key = "basic"
name = "Basic"
version = "1.0.0"

[params.apiUrl]
type = "string"
format = "url"
required = true
[params.username]
source = "user"
type = "string"
required = true
[params.password]
source = "user"
type = "string"
required = true
secret = true

[auth]
kind = "basic"

[http]
base_url = "${apiUrl}"
headers = { Authorization = "Basic ${base64(username, ':', password)}" }
test = { url = "/me" }
"#;
