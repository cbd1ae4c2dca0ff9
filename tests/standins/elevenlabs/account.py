"""What ElevenLabs tells of a model, a voice and a plan."""

from typing import Any


def voice(id: str, name: str) -> dict[str, Any]:
    return {
        "voice_id": id,
        "name": name,
        "category": "premade",
        "labels": {"language": "en", "use_case": "narration"},
        "description": "A voice of a stand-in.",
        "available_for_tiers": [],
        "high_quality_base_model_ids": ["eleven_multilingual_v2"],
        "settings": None,
        "is_legacy": False,
        "is_mixed": False,
    }


def subscription(used: int, limit: int, voices: int) -> dict[str, Any]:
    return {
        "tier": "creator",
        "character_count": used,
        "character_limit": limit,
        "max_character_limit_extension": None,
        "max_credit_limit_extension": 0,
        "can_extend_character_limit": False,
        "allowed_to_extend_character_limit": False,
        "next_character_count_reset_unix": 1_796_083_200,
        "voice_slots_used": voices,
        "professional_voice_slots_used": 0,
        "professional_voice_slots_used_in_workspace": 0,
        "voice_limit": 30,
        "max_voice_add_edits": None,
        "voice_add_edit_counter": 0,
        "professional_voice_limit": 1,
        "can_extend_voice_limit": False,
        "can_use_instant_voice_cloning": True,
        "can_use_professional_voice_cloning": True,
        "currency": "usd",
        "current_overage": {"amount": "0", "currency": "usd"},
        "status": "active",
        "billing_period": "monthly_period",
        "character_refresh_period": "monthly_period",
        "next_invoice": None,
        "open_invoices": [],
        "has_open_invoices": False,
        "pending_change": None,
    }


def model(id: str, characters_max: int) -> dict[str, Any]:
    return {
        "model_id": id,
        "name": id,
        "can_be_finetuned": False,
        "can_do_text_to_speech": True,
        "can_do_voice_conversion": False,
        "can_use_style": False,
        "can_use_speaker_boost": False,
        "serves_pro_voices": False,
        "token_cost_factor": 1.0,
        "description": "A model of a stand-in.",
        "requires_alpha_access": False,
        "max_characters_request_free_user": characters_max,
        "max_characters_request_subscribed_user": characters_max,
        "maximum_text_length_per_request": characters_max,
        "languages": [{"language_id": "en", "name": "English"}],
        "model_rates": {"character_cost_multiplier": 1.0},
        "concurrency_group": "standard",
    }
