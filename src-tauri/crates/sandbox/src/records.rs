//! The made-up company's data: contacts and deals, different in each environment, plus what clients added.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::environment::Environment;

/// How many records of a kind clients can add before the oldest added one goes.
const ADDED_MAX: usize = 200;

/// A person whom the company knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Contact {
    id: String,
    first_name: String,
    last_name: String,
    company: String,
    email: String,
}

/// Something the company hopes to sell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Deal {
    id: String,
    name: String,
    amount: f64,
    currency: String,
    stage: String,
}

/// What a client sends to add a contact.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewContact {
    #[serde(default)]
    first_name: String,
    #[serde(default)]
    last_name: String,
    /// Instead of first and last name, since version 2025-01.
    #[serde(default)]
    full_name: String,
    #[serde(default)]
    company: String,
    #[serde(default)]
    email: String,
}

/// What a client sends to add a deal.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewDeal {
    name: String,
    #[serde(default)]
    amount: f64,
    #[serde(default)]
    currency: String,
    #[serde(default)]
    stage: String,
}

/// What clients added to one environment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Records {
    contacts: Vec<Contact>,
    deals: Vec<Deal>,
    /// How many were ever added, so that no id is used twice.
    added: u64,
}

impl Contact {
    fn new(id: &str, first_name: &str, last_name: &str, company: &str, email: &str) -> Self {
        Self {
            id: id.into(),
            first_name: first_name.into(),
            last_name: last_name.into(),
            company: company.into(),
            email: email.into(),
        }
    }

    /// The contact as this version of the API shows it: since `2025-01`, one name instead of two.
    pub(crate) fn shown(&self, version: &str) -> Value {
        if version < "2025-01" {
            return json!(self);
        }
        let full_name = format!("{} {}", self.first_name, self.last_name);
        json!({"id": self.id, "fullName": full_name.trim(), "company": self.company, "email": self.email})
    }
}

impl Deal {
    fn new(id: &str, name: &str, amount: f64, stage: &str) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            amount,
            currency: "EUR".into(),
            stage: stage.into(),
        }
    }
}

impl Records {
    /// All contacts, those everybody finds first.
    pub(crate) fn contacts(&self, environment: Environment) -> Vec<Contact> {
        let mut all = match environment {
            Environment::Production => vec![
                Contact::new("con_1001", "Mary", "Jackson", "Acme Inc", "mary@acme.example"),
                Contact::new(
                    "con_1002",
                    "Claude",
                    "Shannon",
                    "Globex Corporation",
                    "claude@globex.example",
                ),
                Contact::new("con_1003", "Hedy", "Lamarr", "Initech", "hedy@initech.example"),
            ],
            Environment::Sandbox => vec![
                Contact::new(
                    "test_con_1",
                    "Test",
                    "Contact 1",
                    "Example Company",
                    "contact1@test.example",
                ),
                Contact::new(
                    "test_con_2",
                    "Test",
                    "Contact 2",
                    "Example Company",
                    "contact2@test.example",
                ),
            ],
        };
        all.extend(self.contacts.iter().cloned());
        all
    }

    /// All deals, those everybody finds first.
    pub(crate) fn deals(&self, environment: Environment) -> Vec<Deal> {
        let mut all = match environment {
            Environment::Production => vec![
                Deal::new("deal_2001", "Acme Inc: yearly plan", 48_000.0, "negotiation"),
                Deal::new("deal_2002", "Globex Corporation: pilot", 7_500.0, "won"),
            ],
            Environment::Sandbox => vec![Deal::new("test_deal_1", "Test deal", 1.0, "open")],
        };
        all.extend(self.deals.iter().cloned());
        all
    }

    /// Adds a contact. `Err` says what is missing.
    pub(crate) fn add_contact(
        &mut self,
        environment: Environment,
        new: NewContact,
    ) -> Result<Contact, &'static str> {
        let (first_name, last_name) = match new.full_name.trim().rsplit_once(' ') {
            _ if new.full_name.is_empty() => (new.first_name, new.last_name),
            Some((first, last)) => (first.to_owned(), last.to_owned()),
            None => (String::new(), new.full_name),
        };
        if first_name.is_empty() && last_name.is_empty() {
            return Err("A contact needs a firstName or a lastName (or a fullName).");
        }
        let id = self.next_id(environment, "con");
        let contact = Contact {
            id,
            first_name,
            last_name,
            company: new.company,
            email: new.email,
        };
        push(&mut self.contacts, contact.clone());
        Ok(contact)
    }

    /// Adds a deal. `Err` says what is missing.
    pub(crate) fn add_deal(&mut self, environment: Environment, new: NewDeal) -> Result<Deal, &'static str> {
        if new.name.is_empty() {
            return Err("A deal needs a name.");
        }
        let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
        let deal = Deal {
            id: self.next_id(environment, "deal"),
            name: new.name,
            amount: new.amount,
            currency: or(new.currency, "EUR"),
            stage: or(new.stage, "open"),
        };
        push(&mut self.deals, deal.clone());
        Ok(deal)
    }

    fn next_id(&mut self, environment: Environment, kind: &str) -> String {
        self.added += 1;
        match environment {
            Environment::Production => format!("{kind}_{}", 9000 + self.added),
            Environment::Sandbox => format!("test_{kind}_{}", 900 + self.added),
        }
    }
}

fn push<T>(records: &mut Vec<T>, record: T) {
    if records.len() >= ADDED_MAX {
        records.remove(0);
    }
    records.push(record);
}
