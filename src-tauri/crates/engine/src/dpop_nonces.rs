//! DPoP around requests (RFC 9449): the nonces that servers gave, the proof of a request, and the one retry that a
//! server may ask for. How a proof is made is in `sign::dpop`.

use std::{collections::HashMap, sync::Mutex};

use ::http::{HeaderMap, HeaderName, HeaderValue, header};
use patchbay_connector::{Origin, RequestPlan, Secret};
use patchbay_store::new_id;
use serde_json::Value;
use url::Url;

use crate::{
    Engine, Error,
    engine::locked,
    http::HttpError,
    send::Trust,
    sign::dpop::{Key, Proof, proof},
};

const DPOP: HeaderName = HeaderName::from_static("dpop");
const NONCE: &str = "dpop-nonce";
/// What a server says that wants its nonce in the proof (§8, §9).
const WANTED: &str = "use_dpop_nonce";
/// A longer nonce is none of a server's that means well.
const LONGEST_NONCE: usize = 512;

/// The newest nonce of each origin. In memory: a server gives another one whenever it is asked without.
#[derive(Default)]
pub(crate) struct DpopNonces(Mutex<HashMap<Origin, String>>);

impl DpopNonces {
    fn of(&self, url: &Url) -> Option<String> {
        Origin::of(url).and_then(|origin| locked(&self.0).get(&origin).cloned())
    }

    /// Keeps the nonce of an answer (§8.2).
    pub(crate) fn keep(&self, url: &Url, headers: &HeaderMap) {
        let nonce = headers.get(NONCE).and_then(|nonce| nonce.to_str().ok());
        if let (Some(origin), Some(nonce)) = (Origin::of(url), nonce)
            && nonce.len() <= LONGEST_NONCE
        {
            locked(&self.0).insert(origin, nonce.to_owned());
        }
    }
}

impl Engine {
    /// The proof of one request, with a fresh id each time.
    pub(crate) fn prove(
        &self,
        key: &Key,
        method: &str,
        url: &Url,
        access_token: Option<&Secret<String>>,
    ) -> Result<Secret<String>, Error> {
        let nonce = self.0.dpop_nonces.of(url);
        let asked = Proof {
            method,
            url,
            nonce: nonce.as_deref(),
            access_token,
            now_ms: self.now(),
            jti: &new_id()?,
        };
        proof(key, &asked)
    }

    /// Sends a request of a sign-in with a proof, and once more where the server wants its nonce in it.
    pub(crate) async fn try_proved(
        &self,
        plan: &RequestPlan,
        trust: &Trust,
        limit: usize,
        key: &Key,
    ) -> Result<(u16, HeaderMap, Vec<u8>), HttpError> {
        let once = async || {
            let proof = self
                .prove(key, &plan.method, &plan.url, None)
                .map_err(|error| HttpError::Connect(error.message))?;
            let mut plan = plan.clone();
            plan.headers.push((DPOP.to_string(), proof));
            let answer = self.try_plan(&plan, trust, limit).await?;
            self.0.dpop_nonces.keep(&plan.url, &answer.1);
            Ok::<_, HttpError>(answer)
        };
        let answer = once().await?;
        if error_of(&answer.2).as_deref() == Some(WANTED) {
            return once().await;
        }
        Ok(answer)
    }

    /// Puts a proof into the headers of a call, and the token as one that is bound (§7.1).
    pub(crate) fn attach_proof(
        &self,
        headers: &mut HeaderMap,
        key: &Key,
        method: &str,
        url: &Url,
        token: &Secret<String>,
    ) -> Result<(), Error> {
        let mut bound = HeaderValue::try_from(format!("DPoP {}", token.expose())).map_err(Error::internal)?;
        bound.set_sensitive(true);
        headers.insert(header::AUTHORIZATION, bound);
        let proof = self.prove(key, method, url, Some(token))?;
        let proof = HeaderValue::try_from(proof.expose().as_str()).map_err(Error::internal)?;
        headers.insert(DPOP, proof);
        Ok(())
    }
}

/// The error code of a token endpoint's answer (RFC 6749 §5.2).
pub(crate) fn error_of(body: &[u8]) -> Option<String> {
    let said: Value = serde_json::from_slice(body).ok()?;
    said.get("error")?.as_str().map(str::to_owned)
}

/// Whether a token endpoint insists on a proof that it did not get, or wants another one (§5, §8).
pub(crate) fn insists(error: &str) -> bool {
    error == WANTED || error == "invalid_dpop_proof"
}

/// Whether an API wants its nonce in the proof (§9).
pub(crate) fn wants_nonce(status: u16, headers: &HeaderMap) -> bool {
    let challenges = headers.get_all(header::WWW_AUTHENTICATE).iter();
    status == 401
        && headers.contains_key(NONCE)
        && challenges
            .filter_map(|challenge| challenge.to_str().ok())
            .any(|challenge| challenge.contains(WANTED))
}
