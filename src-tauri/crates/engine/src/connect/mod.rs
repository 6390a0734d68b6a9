//! The way of a connect (design section 4): a request, an attempt, a surface, a redirect, a connection.

mod attempt;
mod authorize;
mod awaited;
mod choosing;
mod device;
mod ends;
mod finish;
mod metadata;
mod oauth1;
mod par;
mod pending;
mod plan;
mod redeem;
mod redirected;
mod refusal;
mod registration;
mod request;
mod secret_place;
mod start;
mod uris;

pub(crate) use attempt::AttemptBody;
pub use attempt::{DevicePrompt, Outcome, Progress};
pub use choosing::Choice;
pub(crate) use choosing::Choices;
pub(crate) use pending::PendingIndex;
pub(crate) use plan::{Plan, refuse_moved};
pub use redirected::Redirected;
pub(crate) use redirected::plain;
pub use request::ConnectRequest;
