//! The events, and the body that each is told with.

use patchbay_store::{Connection, Delivery, DeliveryState, StoredHealth, new_id};
use serde::Serialize;

use crate::{ChangedWhat, Engine, Error};

/// Deliveries that are kept once they are over.
pub(super) const KEPT: u32 = 1000;

/// What became of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LifecycleEvent {
    /// It was connected for the first time.
    Created,
    /// It stopped working until its user reconnects it.
    Disconnected,
    /// It was connected again.
    Reconnected,
    /// It was archived.
    Deleted,
}

impl LifecycleEvent {
    /// The event as it is told: `eventType`.
    pub const fn event_type(self) -> &'static str {
        match self {
            Self::Created => "connection.created",
            Self::Disconnected => "connection.disconnected",
            Self::Reconnected => "connection.reconnected",
            Self::Deleted => "connection.deleted",
        }
    }
}

/// Contract section 4, to the name and the order of the fields.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    event_type: &'static str,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    connection: ToldConnection<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ToldConnection<'a> {
    id: &'a str,
    integration_id: &'a str,
    integration_key: &'a str,
    name: &'a str,
    disconnected: bool,
    customer_id: &'a str,
}

fn body(event: LifecycleEvent, connection: &Connection, integration_key: &str) -> Result<String, Error> {
    let disconnected = match event {
        LifecycleEvent::Created | LifecycleEvent::Reconnected => false,
        LifecycleEvent::Disconnected => true,
        LifecycleEvent::Deleted => matches!(connection.health, StoredHealth::NeedsReconnect { .. }),
    };
    serde_json::to_string(&Told {
        event_type: event.event_type(),
        data: Data {
            connection: ToldConnection {
                id: &connection.id,
                integration_id: &connection.integration_id,
                integration_key,
                name: &connection.name,
                disconnected,
                customer_id: &connection.tenant_id,
            },
        },
    })
    .map_err(Error::internal)
}

/// A delivery that is due at once.
pub(super) fn delivery(
    event: &str,
    connection_id: Option<&str>,
    body: String,
    now: i64,
) -> Result<Delivery, Error> {
    Ok(Delivery {
        id: new_id()?,
        event: event.to_owned(),
        connection_id: connection_id.map(str::to_owned),
        body,
        state: DeliveryState::Pending,
        attempts: 0,
        status: None,
        error: None,
        created_at: now,
        next_at: Some(now),
    })
}

impl Engine {
    /// Tells the developer's webhook, where there is one, what became of a connection. It is written down before this
    /// returns and sent afterwards. Never fails its caller: what goes wrong is logged.
    pub(crate) async fn told(&self, event: LifecycleEvent, connection: &Connection) {
        if let Err(error) = self.write_event(event, connection).await {
            tracing::warn!(
                event = event.event_type(),
                connection = connection.id,
                code = ?error.code,
                "an event could not be written down for the webhook"
            );
        }
    }

    async fn write_event(&self, event: LifecycleEvent, connection: &Connection) -> Result<(), Error> {
        if self.webhook().await?.url.is_none() {
            return Ok(());
        }
        let id = connection.id.clone();
        let row = self
            .with_store(move |store| store.connection_row(&id))
            .await?
            .ok_or_else(|| Error::not_found("connection", &connection.id))?;
        let body = body(event, &row.connection, &row.integration_key)?;
        let delivery = delivery(event.event_type(), Some(&connection.id), body, self.now())?;
        self.with_store(move |store| store.webhook_insert(&delivery, KEPT))
            .await?;
        self.webhooks_due();
        self.tell(ChangedWhat::Api, None);
        Ok(())
    }
}
