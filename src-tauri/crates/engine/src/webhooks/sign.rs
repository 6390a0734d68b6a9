//! The signature of the Standard Webhooks scheme, symmetric form: `v1,` and the base64 of HMAC-SHA256 over
//! `id.timestamp.body`.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use patchbay_connector::Secret;
use sha2::Sha256;

use crate::Error;

/// What a secret begins with where it is shown.
const PREFIX: &str = "whsec_";
/// Bytes of a new secret; the scheme asks for 24 to 64.
const SECRET_BYTES: usize = 32;

/// A new random secret.
pub(super) fn new_secret() -> Result<Secret<Vec<u8>>, Error> {
    let mut random = vec![0_u8; SECRET_BYTES];
    getrandom::fill(&mut random).map_err(Error::internal)?;
    Ok(Secret::new(random))
}

/// The secret as it is given to a developer.
pub(super) fn shown(secret: &Secret<Vec<u8>>) -> Secret<String> {
    Secret::new(format!("{PREFIX}{}", BASE64_STANDARD.encode(secret.expose())))
}

/// The value of the header `webhook-signature`. `timestamp` is in seconds.
pub(super) fn signature(
    secret: &Secret<Vec<u8>>,
    id: &str,
    timestamp: i64,
    body: &str,
) -> Result<String, Error> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose()).map_err(Error::internal)?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    Ok(format!(
        "v1,{}",
        BASE64_STANDARD.encode(mac.finalize().into_bytes())
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector in the Standard Webhooks libraries' own tests.
    #[test]
    fn a_signature_is_that_of_the_published_vector() {
        let secret = Secret::new(
            BASE64_STANDARD
                .decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .unwrap(),
        );
        assert_eq!(
            signature(
                &secret,
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                "{\"test\": 2432232314}"
            )
            .unwrap(),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
        assert_eq!(shown(&secret).expose(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }

    #[test]
    fn secrets_are_long_and_differ() {
        let (one, two) = (new_secret().unwrap(), new_secret().unwrap());
        assert_eq!(one.expose().len(), SECRET_BYTES);
        assert_ne!(one.expose(), two.expose());
    }
}
