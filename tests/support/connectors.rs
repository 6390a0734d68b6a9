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

/// OpenID Connect by metadata, signing in by a code on another page (RFC 8628).
pub(crate) const DEVICE: &str = r#"
format = 1
key = "device"
name = "Device"
version = "1.0.0"

[params.serverUrl]
type = "string"
format = "url"
required = true

[auth]
kind = "oauth2"
discovery = "${serverUrl}"
default_scopes = ["openid", "offline_access", "contacts.read"]
[auth.device]
[auth.token]
client_auth = "none"

[http]
base_url = "${serverUrl}"
headers = { Authorization = "Bearer ${accessToken}" }
"#;

/// OAuth 1.0a in three steps (RFC 5849 §2).
pub(crate) const OAUTH1: &str = r#"
format = 1
key = "oauth1"
name = "OAuth1"
version = "1.0.0"

[params.serverUrl]
type = "string"
format = "url"
required = true
[params.userId]
source = "discovered"
type = "string"

[auth]
kind = "oauth1"
[auth.request]
url = "${serverUrl}/request_token"
[auth.authorize]
url = "${serverUrl}/authorize"
[auth.token]
url = "${serverUrl}/access_token"
[auth.response]
capture = { userId = "user_id" }

[http]
base_url = "${serverUrl}/api"
test = { url = "${serverUrl}/api/me", label = "name" }
"#;

/// OAuth 1.0a with a token that is typed in.
pub(crate) const OAUTH1_TYPED: &str = r#"
format = 1
key = "oauth1-typed"
name = "OAuth1 typed"
version = "1.0.0"

[params.serverUrl]
type = "string"
format = "url"
required = true
[params.token]
source = "user"
type = "string"
required = true
secret = true
[params.tokenSecret]
source = "user"
type = "string"
required = true
secret = true

[auth]
kind = "oauth1"
signature = "HMAC-SHA256"
realm = "accounts"

[http]
base_url = "${serverUrl}/api"
test = { url = "${serverUrl}/api/me", label = "name" }
"#;

/// OAuth 1.0a with a token that is typed in and a private key of the developer's.
pub(crate) const OAUTH1_RSA: &str = r#"
format = 1
key = "oauth1-rsa"
name = "OAuth1 with a key"
version = "1.0.0"

[params.serverUrl]
type = "string"
format = "url"
required = true
[params.privateKey]
type = "string"
required = true
secret = true
[params.token]
source = "user"
type = "string"
required = true
secret = true
[params.tokenSecret]
source = "user"
type = "string"
required = true
secret = true

[auth]
kind = "oauth1"
signature = "RSA-SHA1"
[auth.sign]
key = "${privateKey}"

[http]
base_url = "${serverUrl}/api"
test = { url = "${serverUrl}/api/me", label = "name" }
"#;
