//! What the tests across rooms share: a workbench (engine and API on a folder of its own), a person at a browser, real
//! and recording servers, a clock that can be moved.
#![allow(dead_code, reason = "each test file uses its own part of this")]

pub(crate) mod browser;
pub(crate) mod cli;
pub(crate) mod clock;
pub(crate) mod connectors;
pub(crate) mod no_keyring;
pub(crate) mod oauth1;
pub(crate) mod oidc;
pub(crate) mod planted;
pub(crate) mod provider;
pub(crate) mod recorder;
pub(crate) mod scripted;
pub(crate) mod workbench;
