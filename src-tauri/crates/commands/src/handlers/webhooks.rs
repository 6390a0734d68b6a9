//! Webhooks: where events are told to, and how that went.

use patchbay_engine::{Code, Error};

use crate::{ApiView, Context, DeliveryRef, DeliveryView, Nothing, WebhookSetRequest};

fn missing() -> Error {
    Error::new(Code::Unsupported, "Webhooks are not there yet.")
}

pub(crate) async fn webhook_set(_: &Context, _: WebhookSetRequest) -> Result<ApiView, Error> {
    Err(missing())
}

pub(crate) async fn webhook_test(_: &Context, _: Nothing) -> Result<DeliveryView, Error> {
    Err(missing())
}

pub(crate) async fn webhook_deliveries(_: &Context, _: Nothing) -> Result<Vec<DeliveryView>, Error> {
    Ok(Vec::new())
}

pub(crate) async fn webhook_redeliver(_: &Context, _: DeliveryRef) -> Result<DeliveryView, Error> {
    Err(missing())
}
