// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/golden/codec_table.hpp"

#include "core/wire/boundary.hpp"
#include "core/wire/calls.hpp"
#include "core/wire/messages.hpp"
#include "core/wire/survey.hpp"

namespace shopbell::golden {
namespace {

template <class Decode, class Encode>
Codec codec(Decode decode, Encode encode) {
    return [decode, encode](ByteView input) {
        const auto decoded = decode(input);
        if (!decoded) return Verdict{false, {}, decoded.error()};
        return Verdict{true, encode(*decoded), {}};
    };
}

}  // namespace

#define SHOPBELL_CODEC(space, Name, name)                                                   \
    {                                                                                       \
#Name, codec(&space::decode_##name, [](const space::Name& v) { return encode(v); }) \
    }
#define SHOPBELL_BATCH(Name, name) \
    { #Name "Batch", codec(&boundary::decode_##name##_batch, &boundary::encode_##name##_batch) }

const std::map<std::string, Codec>& codec_table() {
    static const std::map<std::string, Codec> table = {
        SHOPBELL_CODEC(wire, Frame, frame),
        SHOPBELL_CODEC(wire, FrameFromRelay, frame_from_relay),
        SHOPBELL_CODEC(wire, FrameFromClient, frame_from_client),
        SHOPBELL_CODEC(wire, Content, content),
        SHOPBELL_CODEC(wire, Blob, blob),
        SHOPBELL_CODEC(wire, Certificate, certificate),
        SHOPBELL_CODEC(wire, CertificateSigned, certificate_signed),
        SHOPBELL_CODEC(wire, Wrap, wrap),
        SHOPBELL_CODEC(wire, WrapSigned, wrap_signed),
        SHOPBELL_CODEC(wire, Submission, submission),
        SHOPBELL_CODEC(wire, SubmissionSigned, submission_signed),
        SHOPBELL_CODEC(wire, SealedWith, sealed_with),
        SHOPBELL_CODEC(wire, Row, row),
        SHOPBELL_CODEC(wire, EventPub, event_pub),
        SHOPBELL_CODEC(wire, InvitationPub, invitation_pub),
        SHOPBELL_CODEC(wire, RosterAgent, roster_agent),
        SHOPBELL_CODEC(wire, Roster, roster),
        SHOPBELL_CODEC(wire, SignedRoster, signed_roster),
        SHOPBELL_CODEC(wire, SealedInbox, sealed_inbox),
        SHOPBELL_CODEC(wire, AgentProfile, agent_profile),
        SHOPBELL_CODEC(wire, ShopSettings, shop_settings),
        SHOPBELL_CODEC(wire, SurveyOffer, survey_offer),
        SHOPBELL_CODEC(wire, ShopAsks, shop_asks),
        SHOPBELL_CODEC(wire, Head, head),
        SHOPBELL_CODEC(wire, InboxEntry, inbox_entry),
        SHOPBELL_CODEC(wire, Page, page),
        SHOPBELL_CODEC(wire, Money, money),
        SHOPBELL_CODEC(wire, ProductCard, product_card),
        SHOPBELL_CODEC(wire, CardLine, card_line),
        SHOPBELL_CODEC(wire, OrderCard, order_card),
        SHOPBELL_CODEC(wire, CartCard, cart_card),
        SHOPBELL_CODEC(wire, CouponCard, coupon_card),
        SHOPBELL_CODEC(wire, ArticleCard, article_card),
        SHOPBELL_CODEC(wire, LinkCard, link_card),
        SHOPBELL_CODEC(wire, Card, card),
        SHOPBELL_CODEC(wire, FormField, form_field),
        SHOPBELL_CODEC(wire, Form, form),
        SHOPBELL_CODEC(wire, FormAnswer, form_answer),
        SHOPBELL_CODEC(wire, HelloSigned, hello_signed),
        SHOPBELL_CODEC(wire, LocaleText, locale_text),
        SHOPBELL_CODEC(wire, ScaleLabels, scale_labels),
        SHOPBELL_CODEC(wire, QuestionOption, question_option),
        SHOPBELL_CODEC(wire, QuestionCondition, question_condition),
        SHOPBELL_CODEC(wire, SurveyQuestion, survey_question),
        SHOPBELL_CODEC(wire, SurveyTrigger, survey_trigger),
        SHOPBELL_CODEC(wire, Survey, survey),
        SHOPBELL_CODEC(wire, SurveyAnswer, survey_answer),
        SHOPBELL_CODEC(wire, SurveyAnswers, survey_answers),
        SHOPBELL_CODEC(wire, SurveyPub, survey_pub),
        SHOPBELL_CODEC(boundary, Event, event),
        SHOPBELL_CODEC(boundary, Effect, effect),
        SHOPBELL_BATCH(Event, event),
        SHOPBELL_BATCH(Effect, effect),
        SHOPBELL_CODEC(boundary, Stored, stored),
        SHOPBELL_CODEC(boundary, InboxSecret, inbox_secret),
        SHOPBELL_CODEC(boundary, AgentKeys, agent_keys),
        SHOPBELL_CODEC(boundary, KeptConversation, kept_conversation),
        SHOPBELL_CODEC(boundary, KeptRow, kept_row),
        SHOPBELL_CODEC(boundary, KeptOutboxRow, kept_outbox_row),
        SHOPBELL_CODEC(boundary, KeptShop, kept_shop),
        SHOPBELL_CODEC(boundary, FoundRow, found_row),
        SHOPBELL_CODEC(boundary, RowView, row_view),
        SHOPBELL_CODEC(boundary, ConversationView, conversation_view),
        SHOPBELL_CODEC(boundary, Call, call),
        SHOPBELL_CODEC(boundary, Answer, answer),
        SHOPBELL_CODEC(boundary, VaultContent, vault_content),
        SHOPBELL_CODEC(boundary, RootVaultContent, root_vault_content),
        SHOPBELL_CODEC(boundary, RecoveryContent, recovery_content),
        SHOPBELL_CODEC(boundary, AgentInbox, agent_inbox),
    };
    return table;
}

}  // namespace shopbell::golden
