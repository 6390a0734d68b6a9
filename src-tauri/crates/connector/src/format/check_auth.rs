//! What `[auth]` needs, kind by kind, beyond the shapes of its keys.

use super::{
    AuthKind, ClientAuth, ParamSource, Signature, Use,
    auth::{ExpiresKind, ExpiresUnit, KeyEncoding},
    check::Check,
};

/// What a step may capture besides discovered parameters.
const OF_STEPS: &[&str] = &["accessToken", "refreshToken", "expiresIn", "expiresAt"];

impl Check<'_> {
    pub(super) fn auth(&mut self) {
        self.kind();
        self.signing();
        self.metadata();
        let auth = &self.document.auth;
        if let Some(revoke) = &auth.revoke {
            self.request("auth.revoke.request", &revoke.request);
        }
        if let Some(request) = &auth.refresh.request {
            self.request("auth.refresh.request", request);
        }
        for (index, step) in auth.steps.iter().enumerate() {
            let place = format!("auth.steps.{index}");
            self.request(&format!("{place}.request"), &step.request);
            self.condition(&format!("{place}.ok"), &step.ok);
            let named = step
                .capture
                .keys()
                .filter(|name| !OF_STEPS.contains(&name.as_str()));
            self.captures(&format!("{place}.capture"), named);
        }
        self.captures("auth.authorize.capture", auth.authorize.capture.keys());
        self.captures("auth.response.capture", auth.response.capture.keys());
        self.condition("auth.response.ok", &auth.response.ok);
        let expires = &auth.response.expires;
        if expires.unit == ExpiresUnit::Iso && expires.kind == ExpiresKind::In {
            self.say(
                "auth.response.expires.unit",
                "A duration is never written as a date.",
                "Set kind = \"at\", or the unit to s or ms.",
            );
        }
        if auth.authorize.code.is_empty() {
            self.say(
                "auth.authorize.code",
                "The code has to have a name.",
                "Take the key out, or name the callback's query parameter.",
            );
        }
    }

    /// What the kind cannot do without.
    fn kind(&mut self) {
        let auth = &self.document.auth;
        let kind = auth.kind;
        let discovers = auth.discovery.is_some();
        match kind {
            AuthKind::Oauth2 => {
                if auth.authorize.url.is_none() && auth.device.is_none() && !discovers {
                    self.needs("authorize.url", "oauth2");
                }
                if auth.token.url.is_none() && !discovers {
                    self.needs("token.url", "oauth2");
                }
                if auth.device.as_ref().is_some_and(|device| device.url.is_none()) && !discovers {
                    self.needs("device.url", "oauth2");
                }
            }
            AuthKind::ClientCredentials if auth.token.url.is_none() && !discovers => {
                self.needs("token.url", "client_credentials");
            }
            AuthKind::Oauth1 => self.oauth1(),
            AuthKind::Exchange if auth.steps.is_empty() => self.needs("steps", "exchange"),
            AuthKind::Jwt if auth.sign.as_ref().is_none_or(|sign| sign.key.is_empty()) => {
                self.needs("sign.key", "jwt");
            }
            _ => {}
        }
        let yields = auth
            .steps
            .iter()
            .any(|step| step.capture.contains_key("accessToken"));
        if matches!(kind, AuthKind::Exchange | AuthKind::Jwt) && !auth.steps.is_empty() && !yields {
            self.say(
                "auth.steps",
                "No step captures an accessToken.",
                "Add capture = { accessToken = \"…\" } to the step whose answer has it.",
            );
        }
        if kind == AuthKind::Jwt && !auth.steps.is_empty() && auth.token.url.is_some() {
            self.say(
                "auth.token.url",
                "The JWT is exchanged either in steps or at a token URL.",
                "Take one of them out.",
            );
        }
    }

    fn oauth1(&mut self) {
        let auth = &self.document.auth;
        let parts = [
            auth.request.is_some(),
            auth.authorize.url.is_some(),
            auth.token.url.is_some(),
        ];
        if parts.contains(&true) && parts.contains(&false) {
            self.say(
                "auth",
                "OAuth 1 has the URLs of request, authorize and token, or none of them.",
                "Add those that are missing, or take the others out.",
            );
        }
        if !parts.contains(&true) {
            for name in ["token", "tokenSecret"] {
                let param = self.document.params.get(name);
                if param.is_none_or(|param| param.source != ParamSource::User || !param.secret) {
                    self.say(
                        format!("params.{name}"),
                        format!("Without URLs the person types in {name}."),
                        format!("Add [params.{name}] with source = \"user\" and secret = true."),
                    );
                }
            }
        }
        if auth.signature == Signature::RsaSha1 && auth.sign.as_ref().is_none_or(|sign| sign.key.is_empty()) {
            self.needs("sign.key", "RSA-SHA1");
        }
    }

    fn signing(&mut self) {
        let auth = &self.document.auth;
        let by_key = auth.token.client_auth == Some(ClientAuth::PrivateKeyJwt);
        let has_key = auth.sign.as_ref().is_some_and(|sign| !sign.key.is_empty());
        if by_key && !has_key && auth.kind != AuthKind::Jwt {
            self.needs("sign.key", "private_key_jwt");
        }
        let Some(sign) = &auth.sign else { return };
        if sign.key_encoding != KeyEncoding::Text && sign.alg != "HS256" {
            self.say(
                "auth.sign.key_encoding",
                "Only the key of HS256 is written as hex or base64; the others are PEM.",
                "Take it out, or set alg = \"HS256\".",
            );
        }
        if sign.ttl_s == 0 {
            self.say(
                "auth.sign.ttl_s",
                "A JWT that is valid for no time is of no use.",
                "Set the number of seconds, such as 300.",
            );
        }
    }

    /// What only metadata can tell.
    fn metadata(&mut self) {
        let auth = &self.document.auth;
        if auth.discovery.is_some() {
            return;
        }
        for (is_set, name) in [
            (auth.registration, "registration"),
            (auth.resource_metadata, "resource_metadata"),
        ] {
            if is_set {
                self.say(
                    format!("auth.{name}"),
                    format!("{name} needs a server to read metadata from."),
                    "Add auth.discovery.",
                );
            }
        }
        if auth.par == Use::Always && auth.par_url.is_none() {
            self.needs("par_url", "par = always");
        }
    }

    fn needs(&mut self, what: &str, who: &str) {
        self.say(
            format!("auth.{what}"),
            format!("Signing in with \"{who}\" needs {what}."),
            format!("Add it under [auth], or choose another way than \"{who}\"."),
        );
    }

    /// A condition such as `ok == true`; an empty one always holds.
    pub(super) fn condition(&mut self, path: &str, text: &str) {
        if let Err(reason) = crate::answer::Condition::parse(text) {
            self.say(
                path,
                format!("This condition cannot be read: {reason}."),
                "Write it like: ok == true",
            );
        }
    }
}
