//! Webhooks: telling the developer's application what becomes of connections (contract section 4).
//!
//! An event is written down before anything is sent, so that none is lost; a task of the engine's sends what is due,
//! signs it by the Standard Webhooks scheme, and tries again with growing pauses. Deliberately not here: when a connection
//! is created or lost, which is for whoever brings it about to tell.

mod deliver;
mod event;
mod settings;
mod sign;
mod target;

pub use event::LifecycleEvent;
pub use patchbay_store::{Delivery, DeliveryState};
pub use settings::{WebhookChange, WebhookSettings};

pub(crate) use deliver::Webhooks;
