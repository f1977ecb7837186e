package import AnnalsModel

/// One message on its way to one recipient: what its stream `message/ID` is named after.
package enum MessageDelivery {
    /// The id of a delivery, as an import gives it to a file in the recipient's inbox that holds
    /// exactly these members.
    ///
    /// It depends on what the message says and whom it is for, not on what becomes of it: members
    /// like `status` and `processed_at` do not enter.
    package static func id(of message: JSONObject, to recipient: String) -> String {
        MessageDraft.id(of: MessageDraft.identity(of: message), to: recipient)
    }
}
