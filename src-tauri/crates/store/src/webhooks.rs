//! Deliveries of webhooks: what waits to be sent, in the order of the events, and a log of what was.
//!
//! Not here: where they are sent, how they are signed, and when one is tried again.

use rusqlite::{OptionalExtension, Row, params};

use crate::store::{Result, Store, expect_one, unique};

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// Waits for its next try.
    Pending,
    /// The target took it.
    Delivered,
    /// It was given up.
    Failed,
}

impl DeliveryState {
    const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::Failed];

    /// The word that is stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

/// One event that is sent to the developer's webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id, that of the message in all its tries.
    pub id: String,
    /// The event, `connection.created`.
    pub event: String,
    /// The connection that it is about.
    pub connection_id: Option<String>,
    /// The body, as it is sent. Plain: never a secret.
    pub body: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// The last answer's status, where one came.
    pub status: Option<u16>,
    /// Why the last try failed, in words without a secret.
    pub error: Option<String>,
    /// When the event was.
    pub created_at: i64,
    /// When it is tried next, while it is pending.
    pub next_at: Option<i64>,
}

/// How a try came out.
#[derive(Debug, Clone)]
pub struct DeliveryTry {
    /// Where the delivery stands now.
    pub state: DeliveryState,
    /// The answer's status, where one came.
    pub status: Option<u16>,
    /// Why it failed, in words without a secret.
    pub error: Option<String>,
    /// When it is tried next, if it is.
    pub next_at: Option<i64>,
}

const COLUMNS: &str = "SELECT id, event, connection_id, body, state, attempts, status, error, created_at, next_at FROM webhook_deliveries";

impl Store {
    /// Writes a delivery, and removes the oldest that are over beyond `kept` rows.
    ///
    /// # Errors
    /// [`crate::StoreError::Exists`] where its id is there already.
    pub fn webhook_insert(&self, delivery: &Delivery, kept: u32) -> Result<()> {
        self.main().write(|tx| {
            tx.execute(
                "INSERT INTO webhook_deliveries (id, event, connection_id, body, state, attempts, status, error,
                   created_at, next_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                params![
                    delivery.id,
                    delivery.event,
                    delivery.connection_id,
                    delivery.body,
                    delivery.state.as_str(),
                    delivery.attempts,
                    delivery.status,
                    delivery.error,
                    delivery.created_at,
                    delivery.next_at
                ],
            )
            .map_err(|error| unique(error, "webhook delivery", &delivery.id))?;
            tx.execute(
                "DELETE FROM webhook_deliveries WHERE state <> 'pending'
                   AND n <= (SELECT n FROM webhook_deliveries ORDER BY n DESC LIMIT 1 OFFSET ?1)",
                [kept],
            )?;
            Ok(())
        })
    }

    /// The delivery of an id.
    pub fn webhook_delivery(&self, id: &str) -> Result<Option<Delivery>> {
        self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?;
            Ok(statement.query_row([id], delivery).optional()?)
        })
    }

    /// The last deliveries, newest first.
    pub fn webhook_deliveries(&self, limit: u32) -> Result<Vec<Delivery>> {
        self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!("{COLUMNS} ORDER BY n DESC LIMIT ?1"))?;
            let rows = statement
                .query_map([limit], delivery)?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    /// Of each connection the oldest pending delivery, the one that is due first at the front: a later event never
    /// overtakes an earlier one of its connection. Those of no connection each stand for themselves.
    pub fn webhooks_waiting(&self) -> Result<Vec<Delivery>> {
        self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!(
                "{COLUMNS} WHERE state = 'pending' AND (connection_id IS NULL OR n IN
                   (SELECT min(n) FROM webhook_deliveries WHERE state = 'pending' AND connection_id IS NOT NULL
                    GROUP BY connection_id))
                 ORDER BY next_at, n"
            ))?;
            let rows = statement
                .query_map([], delivery)?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    /// Writes how a try came out, and counts it.
    pub fn webhook_tried(&self, id: &str, tried: &DeliveryTry) -> Result<Delivery> {
        self.main().write(|tx| {
            let changed = tx.execute(
                "UPDATE webhook_deliveries SET state = ?2, attempts = attempts + 1, status = ?3, error = ?4, next_at = ?5
                 WHERE id = ?1",
                params![id, tried.state.as_str(), tried.status, tried.error, tried.next_at],
            )?;
            expect_one(changed, "webhook delivery", id)?;
            Ok(tx.query_row(&format!("{COLUMNS} WHERE id = ?1"), [id], delivery)?)
        })
    }

    /// Makes a delivery wait again as if it were new, whatever became of it: it is due at once.
    pub fn webhook_again(&self, id: &str, now: i64) -> Result<Delivery> {
        self.main().write(|tx| {
            let changed = tx.execute(
                "UPDATE webhook_deliveries SET state = 'pending', attempts = 0, next_at = ?2 WHERE id = ?1",
                params![id, now],
            )?;
            expect_one(changed, "webhook delivery", id)?;
            Ok(tx.query_row(&format!("{COLUMNS} WHERE id = ?1"), [id], delivery)?)
        })
    }
}

fn delivery(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    let word = row.get_ref(4)?.as_str()?;
    let state = DeliveryState::ALL
        .into_iter()
        .find(|state| state.as_str() == word)
        .ok_or_else(|| {
            rusqlite::Error::InvalidColumnType(4, "state".to_owned(), rusqlite::types::Type::Text)
        })?;
    Ok(Delivery {
        id: row.get(0)?,
        event: row.get(1)?,
        connection_id: row.get(2)?,
        body: row.get(3)?,
        state,
        attempts: row.get(5)?,
        status: row.get(6)?,
        error: row.get(7)?,
        created_at: row.get(8)?,
        next_at: row.get(9)?,
    })
}
