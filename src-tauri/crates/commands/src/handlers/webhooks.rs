//! Webhooks: where events are told to, and how that went.

use patchbay_engine::{Delivery, Error, WebhookChange};

use super::api::view;
use crate::{ApiView, Context, DeliveryRef, DeliveryState, DeliveryView, Nothing, WebhookSetRequest};

/// How many deliveries are shown.
const SHOWN: u32 = 200;

pub(crate) async fn webhook_set(context: &Context, request: WebhookSetRequest) -> Result<ApiView, Error> {
    let change = WebhookChange {
        url: request.url,
        hosts: request.hosts,
    };
    context.engine.set_webhook(change).await?;
    view(context).await
}

pub(crate) async fn webhook_test(context: &Context, _: Nothing) -> Result<DeliveryView, Error> {
    context.engine.webhook_test().await.map(delivery)
}

pub(crate) async fn webhook_deliveries(context: &Context, _: Nothing) -> Result<Vec<DeliveryView>, Error> {
    let deliveries = context.engine.webhook_deliveries(SHOWN).await?;
    Ok(deliveries.into_iter().map(delivery).collect())
}

pub(crate) async fn webhook_redeliver(
    context: &Context,
    request: DeliveryRef,
) -> Result<DeliveryView, Error> {
    context.engine.webhook_redeliver(&request.id).await.map(delivery)
}

fn delivery(delivery: Delivery) -> DeliveryView {
    DeliveryView {
        id: delivery.id,
        event: delivery.event,
        connection_id: delivery.connection_id,
        created_at: delivery.created_at,
        state: match delivery.state {
            patchbay_engine::DeliveryState::Pending => DeliveryState::Pending,
            patchbay_engine::DeliveryState::Delivered => DeliveryState::Delivered,
            patchbay_engine::DeliveryState::Failed => DeliveryState::Failed,
        },
        attempts: delivery.attempts,
        status: delivery.status,
        error: delivery.error,
        next_at: delivery.next_at,
    }
}
