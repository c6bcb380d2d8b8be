#pragma once

#include "models/base/tr.h"
#include "models/schema/value.h"

#include <array>

// The enums of the domain, in their order. The words as stored stand beside their labels, once.
namespace nimara {

enum class BerthStatus { Available, UnderOffer, Sold, Maintenance, Reserved };
inline constexpr std::array<Choice, 5> berthStatusChoices{{
    {"available", NIMARA_TR("Available")},
    {"under_offer", NIMARA_TR("Under offer")},
    {"sold", NIMARA_TR("Sold")},
    {"maintenance", NIMARA_TR("Maintenance")},
    {"reserved", NIMARA_TR("Reserved")},
}};
constexpr std::span<const Choice> choicesOf(BerthStatus)
{
    return berthStatusChoices;
}

enum class PipelineStage {
    Open,
    DetailsSent,
    InCommunication,
    Visited,
    SignedEoiNda,
    TenPercentDeposit,
    Contract,
    Completed
};
inline constexpr std::array<Choice, 8> pipelineStageChoices{{
    {"open", NIMARA_TR("Open")},
    {"details_sent", NIMARA_TR("Details sent")},
    {"in_communication", NIMARA_TR("In communication")},
    {"visited", NIMARA_TR("Visited")},
    {"signed_eoi_nda", NIMARA_TR("Signed EOI and NDA")},
    {"ten_percent_deposit", NIMARA_TR("10% deposit")},
    {"contract", NIMARA_TR("Contract")},
    {"completed", NIMARA_TR("Completed")},
}};
constexpr std::span<const Choice> choicesOf(PipelineStage)
{
    return pipelineStageChoices;
}

enum class LeadCategory { Hot, Warm, Cold, Dormant };
inline constexpr std::array<Choice, 4> leadCategoryChoices{{
    {"hot", NIMARA_TR("Hot")},
    {"warm", NIMARA_TR("Warm")},
    {"cold", NIMARA_TR("Cold")},
    {"dormant", NIMARA_TR("Dormant")},
}};
constexpr std::span<const Choice> choicesOf(LeadCategory)
{
    return leadCategoryChoices;
}

enum class ClientSource { Website, Manual, Referral, Broker, Event, Other };
inline constexpr std::array<Choice, 6> clientSourceChoices{{
    {"website", NIMARA_TR("Website")},
    {"manual", NIMARA_TR("Entered by hand")},
    {"referral", NIMARA_TR("Referral")},
    {"broker", NIMARA_TR("Broker")},
    {"event", NIMARA_TR("Event")},
    {"other", NIMARA_TR("Other")},
}};
constexpr std::span<const Choice> choicesOf(ClientSource)
{
    return clientSourceChoices;
}

enum class InvoiceStatus { Draft, Sent, Paid, Overdue, Cancelled };
inline constexpr std::array<Choice, 5> invoiceStatusChoices{{
    {"draft", NIMARA_TR("Draft")},
    {"sent", NIMARA_TR("Sent")},
    {"paid", NIMARA_TR("Paid")},
    {"overdue", NIMARA_TR("Overdue")},
    {"cancelled", NIMARA_TR("Cancelled")},
}};
constexpr std::span<const Choice> choicesOf(InvoiceStatus)
{
    return invoiceStatusChoices;
}

enum class ExpenseCategory {
    FoodBeverage,
    Transportation,
    Accommodation,
    Supplies,
    Maintenance,
    Utilities,
    ProfessionalServices,
    Entertainment,
    Marketing,
    Office,
    Other
};
inline constexpr std::array<Choice, 11> expenseCategoryChoices{{
    {"food_beverage", NIMARA_TR("Food and beverage")},
    {"transportation", NIMARA_TR("Transportation")},
    {"accommodation", NIMARA_TR("Accommodation")},
    {"supplies", NIMARA_TR("Supplies")},
    {"maintenance", NIMARA_TR("Maintenance")},
    {"utilities", NIMARA_TR("Utilities")},
    {"professional_services", NIMARA_TR("Professional services")},
    {"entertainment", NIMARA_TR("Entertainment")},
    {"marketing", NIMARA_TR("Marketing")},
    {"office", NIMARA_TR("Office")},
    {"other", NIMARA_TR("Other")},
}};
constexpr std::span<const Choice> choicesOf(ExpenseCategory)
{
    return expenseCategoryChoices;
}

enum class DocumentType { Eoi, Nda, Contract, Addendum, Other };
inline constexpr std::array<Choice, 5> documentTypeChoices{{
    {"eoi", NIMARA_TR("Expression of interest")},
    {"nda", NIMARA_TR("Non-disclosure agreement")},
    {"contract", NIMARA_TR("Contract")},
    {"addendum", NIMARA_TR("Addendum")},
    {"other", NIMARA_TR("Other")},
}};
constexpr std::span<const Choice> choicesOf(DocumentType)
{
    return documentTypeChoices;
}

enum class ReminderPriority { Low, Normal, High, Urgent };
inline constexpr std::array<Choice, 4> reminderPriorityChoices{{
    {"low", NIMARA_TR("Low")},
    {"normal", NIMARA_TR("Normal")},
    {"high", NIMARA_TR("High")},
    {"urgent", NIMARA_TR("Urgent")},
}};
constexpr std::span<const Choice> choicesOf(ReminderPriority)
{
    return reminderPriorityChoices;
}

enum class NotificationType {
    ReminderDue,
    ReminderOverdue,
    NewRegistration,
    EoiSignatureEvent,
    NewEmail,
    DuplicateAlert,
    InvoiceOverdue,
    WaitingList,
    SystemAlert,
    FollowUpCreated,
    TenureExpiring
};
inline constexpr std::array<Choice, 11> notificationTypeChoices{{
    {"reminder_due", NIMARA_TR("Reminder due")},
    {"reminder_overdue", NIMARA_TR("Reminder overdue")},
    {"new_registration", NIMARA_TR("New registration")},
    {"eoi_signature_event", NIMARA_TR("EOI signature")},
    {"new_email", NIMARA_TR("New e-mail")},
    {"duplicate_alert", NIMARA_TR("Possible duplicate")},
    {"invoice_overdue", NIMARA_TR("Invoice overdue")},
    {"waiting_list", NIMARA_TR("Waiting list")},
    {"system_alert", NIMARA_TR("System alert")},
    {"follow_up_created", NIMARA_TR("Follow-up created")},
    {"tenure_expiring", NIMARA_TR("Tenure expiring")},
}};
constexpr std::span<const Choice> choicesOf(NotificationType)
{
    return notificationTypeChoices;
}

enum class AuditAction {
    Create,
    Update,
    Delete,
    Archive,
    Restore,
    Merge,
    Login,
    Logout,
    PermissionDenied,
    Revert
};
inline constexpr std::array<Choice, 10> auditActionChoices{{
    {"create", NIMARA_TR("Created")},
    {"update", NIMARA_TR("Changed")},
    {"delete", NIMARA_TR("Deleted")},
    {"archive", NIMARA_TR("Archived")},
    {"restore", NIMARA_TR("Restored")},
    {"merge", NIMARA_TR("Merged")},
    {"login", NIMARA_TR("Signed in")},
    {"logout", NIMARA_TR("Signed out")},
    {"permission_denied", NIMARA_TR("Permission denied")},
    {"revert", NIMARA_TR("Reverted")},
}};
constexpr std::span<const Choice> choicesOf(AuditAction)
{
    return auditActionChoices;
}

// What a file belongs to, as in its storage key.
enum class StorageEntity { Clients, Expenses, Invoices, Documents, General };
inline constexpr std::array<Choice, 5> storageEntityChoices{{
    {"clients", NIMARA_TR("Clients")},
    {"expenses", NIMARA_TR("Expenses")},
    {"invoices", NIMARA_TR("Invoices")},
    {"documents", NIMARA_TR("Documents")},
    {"general", NIMARA_TR("General")},
}};
constexpr std::span<const Choice> choicesOf(StorageEntity)
{
    return storageEntityChoices;
}

enum class HealthStatus { Healthy, Degraded, Down };
inline constexpr std::array<Choice, 3> healthStatusChoices{{
    {"healthy", NIMARA_TR("Healthy")},
    {"degraded", NIMARA_TR("Degraded")},
    {"down", NIMARA_TR("Down")},
}};
constexpr std::span<const Choice> choicesOf(HealthStatus)
{
    return healthStatusChoices;
}

enum class ClientType { Person, Company };
inline constexpr std::array<Choice, 2> clientTypeChoices{{
    {"person", NIMARA_TR("Person")},
    {"company", NIMARA_TR("Company")},
}};
constexpr std::span<const Choice> choicesOf(ClientType)
{
    return clientTypeChoices;
}

enum class ContactChannel { Email, Phone, Whatsapp, Telegram, Other };
inline constexpr std::array<Choice, 5> contactChannelChoices{{
    {"email", NIMARA_TR("E-mail")},
    {"phone", NIMARA_TR("Phone")},
    {"whatsapp", NIMARA_TR("WhatsApp")},
    {"telegram", NIMARA_TR("Telegram")},
    {"other", NIMARA_TR("Other")},
}};
constexpr std::span<const Choice> choicesOf(ContactChannel)
{
    return contactChannelChoices;
}

enum class RelationshipType { Spouse, Family, Broker, Captain, Crew, Company, Assistant, Other };
inline constexpr std::array<Choice, 8> relationshipTypeChoices{{
    {"spouse", NIMARA_TR("Spouse")},
    {"family", NIMARA_TR("Family")},
    {"broker", NIMARA_TR("Broker")},
    {"captain", NIMARA_TR("Captain")},
    {"crew", NIMARA_TR("Crew")},
    {"company", NIMARA_TR("Company")},
    {"assistant", NIMARA_TR("Assistant")},
    {"other", NIMARA_TR("Other")},
}};
constexpr std::span<const Choice> choicesOf(RelationshipType)
{
    return relationshipTypeChoices;
}

enum class InterestOutcome { Open, Won, Lost };
inline constexpr std::array<Choice, 3> interestOutcomeChoices{{
    {"open", NIMARA_TR("Open")},
    {"won", NIMARA_TR("Won")},
    {"lost", NIMARA_TR("Lost")},
}};
constexpr std::span<const Choice> choicesOf(InterestOutcome)
{
    return interestOutcomeChoices;
}

// Who set a berth's status.
enum class StatusSource { Manual, Rule };
inline constexpr std::array<Choice, 2> statusSourceChoices{{
    {"manual", NIMARA_TR("By hand")},
    {"rule", NIMARA_TR("By rule")},
}};
constexpr std::span<const Choice> choicesOf(StatusSource)
{
    return statusSourceChoices;
}

enum class TenureType { Freehold, Lease, Rental };
inline constexpr std::array<Choice, 3> tenureTypeChoices{{
    {"freehold", NIMARA_TR("Freehold")},
    {"lease", NIMARA_TR("Lease")},
    {"rental", NIMARA_TR("Rental")},
}};
constexpr std::span<const Choice> choicesOf(TenureType)
{
    return tenureTypeChoices;
}

enum class RecommendationSource { Auto, Manual, Ai };
inline constexpr std::array<Choice, 3> recommendationSourceChoices{{
    {"auto", NIMARA_TR("Automatic")},
    {"manual", NIMARA_TR("By hand")},
    {"ai", NIMARA_TR("AI")},
}};
constexpr std::span<const Choice> choicesOf(RecommendationSource)
{
    return recommendationSourceChoices;
}

enum class WaitingStatus { Waiting, Offered, Accepted, Declined, Removed };
inline constexpr std::array<Choice, 5> waitingStatusChoices{{
    {"waiting", NIMARA_TR("Waiting")},
    {"offered", NIMARA_TR("Offered")},
    {"accepted", NIMARA_TR("Accepted")},
    {"declined", NIMARA_TR("Declined")},
    {"removed", NIMARA_TR("Removed")},
}};
constexpr std::span<const Choice> choicesOf(WaitingStatus)
{
    return waitingStatusChoices;
}

enum class WaitingAction { Added, Moved, Offered, Accepted, Declined, Removed };
inline constexpr std::array<Choice, 6> waitingActionChoices{{
    {"added", NIMARA_TR("Added")},
    {"moved", NIMARA_TR("Moved")},
    {"offered", NIMARA_TR("Offered")},
    {"accepted", NIMARA_TR("Accepted")},
    {"declined", NIMARA_TR("Declined")},
    {"removed", NIMARA_TR("Removed")},
}};
constexpr std::span<const Choice> choicesOf(WaitingAction)
{
    return waitingActionChoices;
}

enum class MaintenanceStatus { Open, Done };
inline constexpr std::array<Choice, 2> maintenanceStatusChoices{{
    {"open", NIMARA_TR("Open")},
    {"done", NIMARA_TR("Done")},
}};
constexpr std::span<const Choice> choicesOf(MaintenanceStatus)
{
    return maintenanceStatusChoices;
}

enum class MapLayer { Berth, Pier, Water, Basin, Other };
inline constexpr std::array<Choice, 5> mapLayerChoices{{
    {"berth", NIMARA_TR("Berth")},
    {"pier", NIMARA_TR("Pier")},
    {"water", NIMARA_TR("Water")},
    {"basin", NIMARA_TR("Basin")},
    {"other", NIMARA_TR("Other")},
}};
constexpr std::span<const Choice> choicesOf(MapLayer)
{
    return mapLayerChoices;
}

enum class HoldState { Active, Released, Expired, Converted };
inline constexpr std::array<Choice, 4> holdStateChoices{{
    {"active", NIMARA_TR("Active")},
    {"released", NIMARA_TR("Released")},
    {"expired", NIMARA_TR("Expired")},
    {"converted", NIMARA_TR("Converted to a deal")},
}};
constexpr std::span<const Choice> choicesOf(HoldState)
{
    return holdStateChoices;
}

// What a dock walk saw.
enum class Occupancy { Empty, Occupied, Unknown };
inline constexpr std::array<Choice, 3> occupancyChoices{{
    {"empty", NIMARA_TR("Empty")},
    {"occupied", NIMARA_TR("Occupied")},
    {"unknown", NIMARA_TR("Not seen")},
}};
constexpr std::span<const Choice> choicesOf(Occupancy)
{
    return occupancyChoices;
}

enum class DocumentStatus { Draft, Sent, PartiallySigned, Completed, Declined, Expired, Voided };
inline constexpr std::array<Choice, 7> documentStatusChoices{{
    {"draft", NIMARA_TR("Draft")},
    {"sent", NIMARA_TR("Sent")},
    {"partially_signed", NIMARA_TR("Partially signed")},
    {"completed", NIMARA_TR("Completed")},
    {"declined", NIMARA_TR("Declined")},
    {"expired", NIMARA_TR("Expired")},
    {"voided", NIMARA_TR("Voided")},
}};
constexpr std::span<const Choice> choicesOf(DocumentStatus)
{
    return documentStatusChoices;
}

enum class DocumentProvider { Documenso, Manual };
inline constexpr std::array<Choice, 2> documentProviderChoices{{
    {"documenso", NIMARA_TR("Documenso")},
    {"manual", NIMARA_TR("By hand")},
}};
constexpr std::span<const Choice> choicesOf(DocumentProvider)
{
    return documentProviderChoices;
}

enum class SignerRole { Signer, Approver, Cc, Viewer };
inline constexpr std::array<Choice, 4> signerRoleChoices{{
    {"signer", NIMARA_TR("Signer")},
    {"approver", NIMARA_TR("Approver")},
    {"cc", NIMARA_TR("Copy")},
    {"viewer", NIMARA_TR("Viewer")},
}};
constexpr std::span<const Choice> choicesOf(SignerRole)
{
    return signerRoleChoices;
}

enum class SignerStatus { Pending, Opened, Signed, Declined };
inline constexpr std::array<Choice, 4> signerStatusChoices{{
    {"pending", NIMARA_TR("Pending")},
    {"opened", NIMARA_TR("Opened")},
    {"signed", NIMARA_TR("Signed")},
    {"declined", NIMARA_TR("Declined")},
}};
constexpr std::span<const Choice> choicesOf(SignerStatus)
{
    return signerStatusChoices;
}

enum class FormTarget { Client, Interest };
inline constexpr std::array<Choice, 2> formTargetChoices{{
    {"client", NIMARA_TR("Client")},
    {"interest", NIMARA_TR("Interest")},
}};
constexpr std::span<const Choice> choicesOf(FormTarget)
{
    return formTargetChoices;
}

enum class FormStatus { Open, Submitted, Expired, Applied };
inline constexpr std::array<Choice, 4> formStatusChoices{{
    {"open", NIMARA_TR("Open")},
    {"submitted", NIMARA_TR("Submitted")},
    {"expired", NIMARA_TR("Expired")},
    {"applied", NIMARA_TR("Applied")},
}};
constexpr std::span<const Choice> choicesOf(FormStatus)
{
    return formStatusChoices;
}

enum class ExpenseStatus { Draft, Submitted, Approved, Rejected, Reimbursed };
inline constexpr std::array<Choice, 5> expenseStatusChoices{{
    {"draft", NIMARA_TR("Draft")},
    {"submitted", NIMARA_TR("Submitted")},
    {"approved", NIMARA_TR("Approved")},
    {"rejected", NIMARA_TR("Rejected")},
    {"reimbursed", NIMARA_TR("Reimbursed")},
}};
constexpr std::span<const Choice> choicesOf(ExpenseStatus)
{
    return expenseStatusChoices;
}

enum class MailAuth { Password, Oauth };
inline constexpr std::array<Choice, 2> mailAuthChoices{{
    {"password", NIMARA_TR("Password")},
    {"oauth", NIMARA_TR("OAuth")},
}};
constexpr std::span<const Choice> choicesOf(MailAuth)
{
    return mailAuthChoices;
}

enum class MailDirection { In, Out };
inline constexpr std::array<Choice, 2> mailDirectionChoices{{
    {"in", NIMARA_TR("Received")},
    {"out", NIMARA_TR("Sent")},
}};
constexpr std::span<const Choice> choicesOf(MailDirection)
{
    return mailDirectionChoices;
}

// An outgoing message on its way.
enum class SendState { Queued, Sending, Sent, Failed };
inline constexpr std::array<Choice, 4> sendStateChoices{{
    {"queued", NIMARA_TR("Queued")},
    {"sending", NIMARA_TR("Sending")},
    {"sent", NIMARA_TR("Sent")},
    {"failed", NIMARA_TR("Failed")},
}};
constexpr std::span<const Choice> choicesOf(SendState)
{
    return sendStateChoices;
}

enum class ReminderStatus { Pending, Snoozed, Completed };
inline constexpr std::array<Choice, 3> reminderStatusChoices{{
    {"pending", NIMARA_TR("Pending")},
    {"snoozed", NIMARA_TR("Snoozed")},
    {"completed", NIMARA_TR("Completed")},
}};
constexpr std::span<const Choice> choicesOf(ReminderStatus)
{
    return reminderStatusChoices;
}

enum class CalendarStatus { Connected, Expired, Revoked };
inline constexpr std::array<Choice, 3> calendarStatusChoices{{
    {"connected", NIMARA_TR("Connected")},
    {"expired", NIMARA_TR("Expired")},
    {"revoked", NIMARA_TR("Revoked")},
}};
constexpr std::span<const Choice> choicesOf(CalendarStatus)
{
    return calendarStatusChoices;
}

enum class ReportFormat { Pdf, Xlsx, Csv };
inline constexpr std::array<Choice, 3> reportFormatChoices{{
    {"pdf", NIMARA_TR("PDF")},
    {"xlsx", NIMARA_TR("Excel")},
    {"csv", NIMARA_TR("CSV")},
}};
constexpr std::span<const Choice> choicesOf(ReportFormat)
{
    return reportFormatChoices;
}

enum class ScanStatus { Pending, Clean, Infected, Failed };
inline constexpr std::array<Choice, 4> scanStatusChoices{{
    {"pending", NIMARA_TR("Waiting for the scan")},
    {"clean", NIMARA_TR("Clean")},
    {"infected", NIMARA_TR("Infected")},
    {"failed", NIMARA_TR("Could not be scanned")},
}};
constexpr std::span<const Choice> choicesOf(ScanStatus)
{
    return scanStatusChoices;
}

enum class DeliveryStatus { Pending, Delivered, Failed };
inline constexpr std::array<Choice, 3> deliveryStatusChoices{{
    {"pending", NIMARA_TR("Pending")},
    {"delivered", NIMARA_TR("Delivered")},
    {"failed", NIMARA_TR("Failed")},
}};
constexpr std::span<const Choice> choicesOf(DeliveryStatus)
{
    return deliveryStatusChoices;
}

enum class CustomFieldType { Text, Number, Money, Date, Bool, Choice, MultiChoice, Url, User };
inline constexpr std::array<Choice, 9> customFieldTypeChoices{{
    {"text", NIMARA_TR("Text")},
    {"number", NIMARA_TR("Number")},
    {"money", NIMARA_TR("Money")},
    {"date", NIMARA_TR("Date")},
    {"bool", NIMARA_TR("Yes or no")},
    {"choice", NIMARA_TR("Choice")},
    {"multi_choice", NIMARA_TR("Several choices")},
    {"url", NIMARA_TR("Link")},
    {"user", NIMARA_TR("User")},
}};
constexpr std::span<const Choice> choicesOf(CustomFieldType)
{
    return customFieldTypeChoices;
}

// The tables that may have fields of a port's own.
enum class CustomFieldEntity { Clients, Interests, Berths, Documents, Expenses, Invoices };
inline constexpr std::array<Choice, 6> customFieldEntityChoices{{
    {"clients", NIMARA_TR("Clients")},
    {"interests", NIMARA_TR("Interests")},
    {"berths", NIMARA_TR("Berths")},
    {"documents", NIMARA_TR("Documents")},
    {"expenses", NIMARA_TR("Expenses")},
    {"invoices", NIMARA_TR("Invoices")},
}};
constexpr std::span<const Choice> choicesOf(CustomFieldEntity)
{
    return customFieldEntityChoices;
}

} // namespace nimara
